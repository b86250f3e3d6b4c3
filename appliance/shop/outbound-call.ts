import type { OutboundAttempt, OutboundOutcome } from '#shared/api/outbound.ts';

/** What follows one ring. */
export type OutboundStep =
  /** `task` tells the office why a person has to see to it; null when nobody has. */
  | { readonly do: 'close'; readonly outcome: OutboundOutcome; readonly task: string | null }
  | { readonly do: 'ring_again'; readonly inMs: number };

const AGAIN: ReadonlySet<OutboundOutcome> = new Set(['busy', 'no_answer', 'failed', 'lost']);

/**
 * Who was reached, or whose voicemail has our message, is not rung again. Who was not is rung as often as the owner allows; then the
 * office is told.
 * @param attempts all so far, the last one at the end
 */
export const afterAttempt = (
  attempts: readonly Pick<OutboundAttempt, 'outcome'>[],
  limits: { readonly attempts: number; readonly retryMs: number },
): OutboundStep => {
  const outcome = attempts.at(-1)?.outcome ?? 'failed';
  if (AGAIN.has(outcome) && attempts.length < limits.attempts) return { do: 'ring_again', inMs: limits.retryMs };
  switch (outcome) {
    case 'confirmed':
    case 'voicemail':
      return { do: 'close', outcome, task: null };
    case 'declined':
      return { do: 'close', outcome, task: 'They asked to be called back.' };
    case 'heard':
      return { do: 'close', outcome, task: 'They heard the message and did not answer the question.' };
    default:
      return { do: 'close', outcome, task: 'They could not be reached.' };
  }
};
