import type { CallState } from '#conversation/state/state.ts';
import type { CallSummary } from '#shared/api/records.ts';
import { closeCall, setOutcome } from '#store/calls/transactor.ts';
import { closeOutboundTalk } from '#store/outbound/transactor.ts';
import { createToolRunner } from '#store/tools/runner.ts';
import type { Desk } from '../desk.ts';
import { callBackAfterCut } from '../outbound/after-cut-off.ts';
import { leaveTask } from './hand-over.ts';
import type { CallSession } from './session.ts';

/** What the call was about is settled, or with the office already. */
const isDone = ({ ended, existing, records }: CallState): boolean =>
  ended || records.booking !== null || records.messages.length > 0 || existing?.done === true;

/**
 * Closes a call that no voice process has any more: it was cut off by us. One that was not done leaves a call-back task, once.
 * @returns what the call came to
 */
export const closeLostCall = async (
  desk: Desk,
  call: Pick<CallSummary, 'id' | 'outcome'>,
  { pending, state }: Pick<CallSession, 'pending' | 'state'>,
): Promise<string | null> => {
  const { clock, costs, outbound, shop, store } = desk;
  const done = isDone(state);
  const outcome = call.outcome ?? state.outcome ?? (done ? null : 'cut_off');
  await store.transaction(async (tx) => {
    const end = { by: 'lost', reason: 'the box lost the call', endedAt: clock.now() } as const;
    if (!(await closeCall(tx, call.id, end))) return;
    await costs.premiumLost(tx, call.id, pending);
    await closeOutboundTalk(tx, call.id, outcome ?? 'cut_off');
    if (call.outcome === null && outcome !== null) await setOutcome(tx, call.id, outcome);
    if (done) return;
    const text = 'The call was cut off by us. Please call back.';
    await leaveTask(state, 'cut_off', text, createToolRunner({ tx, callId: call.id }));
    await callBackAfterCut(tx, call.id, state, { outbound, zone: shop.zone });
  });
  return outcome;
};
