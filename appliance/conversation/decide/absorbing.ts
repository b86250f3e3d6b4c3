import type { Reading } from '../reading.ts';
import type { Evidence, Slot } from '../state/slots.ts';
import type { Draft } from './draft.ts';

/** The caller sets something right. */
export const isCorrection = (reading: Reading): boolean => reading.intent === 'correction' || reading.answer === 'no';

/** A value as it was heard now; how often it was refused before stays with it. */
export const set = <Value>(slot: Slot<Value> | undefined, value: Value, evidence: Evidence): Slot<Value> => ({
  value,
  evidence,
  state: 'heard',
  attempts: slot === undefined || slot.denied ? (slot?.attempts ?? 0) : slot.attempts + 1,
});

/** Was one of these our last question? */
export const asks = (draft: Draft, ...acts: readonly string[]): boolean =>
  acts.includes(draft.state.pending?.act ?? '');
