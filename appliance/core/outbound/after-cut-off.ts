import type { CallState } from '#conversation/state/state.ts';
import { isResumable } from '#conversation/state/resume.ts';
import { callableFrom } from '#schedule/calling-hours.ts';
import type { OutboundConfig } from '#shared/config/outbound.ts';
import { addOutboundCall } from '#store/outbound/transactor.ts';
import type { Tx } from '#store/scope.ts';
import { normalisePhone } from '#shop/phone.ts';

/** Who was cut off often rings back by themselves: the box waits so long, ms. */
const THEIR_TURN_MS = 2 * 60_000;

/**
 * Orders a call to a caller whose line broke in the middle of something, where the owner wants that. Beside it stands the office's
 * call-back task, which the call closes when it goes on with what was begun.
 */
export const callBackAfterCut = async (
  tx: Tx,
  callId: string,
  state: CallState,
  { outbound, zone }: { readonly outbound: OutboundConfig | null; readonly zone: string },
): Promise<void> => {
  const to = normalisePhone(state.from);
  // A call of ours that breaks off is the office's matter: nobody is to be rung again and again.
  if (outbound?.afterCutOff !== true || state.outbound || to === null || !isResumable(state)) return;
  const begun = state.slots.problem !== undefined && state.records.booking === null;
  const purpose = begun ? 'abandoned_booking' : 'call_back';
  const dueAt = callableFrom(tx.clock.now() + THEIR_TURN_MS, zone, outbound.hours);
  await addOutboundCall(tx, { purpose, to, visitId: null, callId, zone, who: 'box' }, dueAt);
};
