import type { TransferAttempt } from '#shared/api/transfer.ts';
import type { CallEnd } from '../../sip/session/call.ts';

export type Outcome = TransferAttempt['outcome'];

/** What the end of an unanswered call means (RFC 3261 section 21). */
export const outcomeOf = ({ by, status }: CallEnd): Outcome => {
  if (by === 'error' && status !== 408) return 'failed';
  switch (status) {
    case 486:
    case 600:
      return 'busy';
    case 408:
    case 480:
    case 487:
      return 'no_answer';
    case 603:
      return 'declined';
    default:
      return status !== null && status >= 500 ? 'failed' : 'refused';
  }
};
