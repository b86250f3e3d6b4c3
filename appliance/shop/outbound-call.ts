import type { NotReached } from '#shared/api/outbound.ts';

/** What follows a ring that nobody answered. */
export type OutboundStep =
  /** The office is to see to it. */
  { readonly do: 'give_up' } | { readonly do: 'ring_again'; readonly inMs: number };

/** Whose phone turns the call away does not want it. */
const FINAL: ReadonlySet<NotReached> = new Set(['refused']);

/**
 * Who was not reached is rung as often as the owner allows; then the office is told.
 * @param attempts rings so far, this one included
 */
export const afterRing = (
  outcome: NotReached,
  attempts: number,
  limits: { readonly attempts: number; readonly retryMs: number },
): OutboundStep =>
  FINAL.has(outcome) || attempts >= limits.attempts ? { do: 'give_up' } : { do: 'ring_again', inMs: limits.retryMs };
