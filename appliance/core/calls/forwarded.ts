import type { CallEvent } from '#shared/link/events.ts';
import { beginCall, closeCall, setLineQuality, setOutcome } from '#store/calls/transactor.ts';
import type { Desk } from '../desk.ts';

type Forwarded = Extract<CallEvent, { kind: 'call.forwarded' }>;

/** Nobody here heard or spoke in such a call. */
const ENGINES = { stt: 'none', tts: 'none', bench: false } as const;

/** A call that was sent on to another number becomes a call record, once. */
export const takeForwarded = async ({ store }: Pick<Desk, 'store'>, call: string, told: Forwarded): Promise<void> => {
  await store.transaction(async (tx) => {
    const { line, from, to, startedAt, identity, by, endedAt, forwardedTo, joined, quality } = told;
    if (!(await beginCall(tx, { callId: call, line, from, to, startedAt, engines: ENGINES, identity }))) return;
    const reason = joined ? `sent on to ${forwardedTo}: ${told.reason}` : `hung up while ${forwardedTo} rang`;
    await closeCall(tx, call, { by, reason, endedAt });
    if (quality !== undefined) await setLineQuality(tx, call, quality);
    await setOutcome(tx, call, joined ? 'forwarded' : 'abandoned');
  });
};
