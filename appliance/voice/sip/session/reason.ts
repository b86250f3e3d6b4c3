import type { Headers } from '../parse/headers.ts';
import { isToken, parseNumber, parseParams } from '../parse/tokens.ts';

/** Why a request was sent (RFC 3326): `SIP` with a status code, `Q.850` with a cause of the telephone network. */
export interface Reason {
  readonly protocol: string;
  readonly cause: number;
  /** '' when none was given. */
  readonly text: string;
}

/** The Reason values of a message, one a protocol; those without a cause say nothing and are left out. */
export const readReasons = (headers: Headers): Reason[] =>
  headers.list('reason').flatMap((value) => {
    const semicolon = value.indexOf(';');
    const protocol = value.slice(0, semicolon < 0 ? undefined : semicolon).trim();
    const params = parseParams(semicolon < 0 ? '' : value.slice(semicolon + 1));
    const cause = parseNumber(params.get('cause') ?? '', 999);
    if (!isToken(protocol) || cause === null) return [];
    return [{ protocol: protocol.toUpperCase(), cause, text: (params.get('text') ?? '').slice(0, 120) }];
  });

/** The reasons in one line, for the record of the call: `Q.850 16 Normal call clearing`. */
export const describeReasons = (reasons: readonly Reason[]): string =>
  reasons
    .map(({ protocol, cause, text }) => `${protocol} ${cause} ${text === '' ? (CAUSES.get(cause) ?? '') : text}`.trim())
    .join(', ');

/** Another phone took the call (RFC 3326 section 3.1). */
export const isTakenElsewhere = (reasons: readonly Reason[]): boolean =>
  reasons.some(({ protocol, cause }) => protocol === 'SIP' && cause === 200);

/** Causes of ITU-T Q.850 that trunks send without a text. */
const CAUSES: ReadonlyMap<number, string> = new Map([
  [1, 'unallocated number'],
  [16, 'normal call clearing'],
  [17, 'user busy'],
  [18, 'no user responding'],
  [19, 'no answer from user'],
  [21, 'call rejected'],
  [27, 'destination out of order'],
  [28, 'invalid number format'],
  [31, 'normal, unspecified'],
  [34, 'no circuit available'],
  [38, 'network out of order'],
  [41, 'temporary failure'],
  [42, 'switching equipment congestion'],
  [47, 'resource unavailable'],
  [102, 'recovery on timer expiry'],
  [127, 'interworking, unspecified'],
]);

/** The Reason of a BYE of ours: we are done, or the far end broke the call. */
export const reasonOfBye = (by: 'local' | 'error'): string => {
  const cause = by === 'local' ? 16 : 41;
  return `Q.850;cause=${cause};text="${CAUSES.get(cause) ?? ''}"`;
};
