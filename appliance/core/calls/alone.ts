import type { CallEvent } from '#shared/link/events.ts';
import {
  addRecording,
  addUtterance,
  beginCall,
  closeCall,
  keepSecrets,
  setLineQuality,
  setOutcome,
} from '#store/calls/transactor.ts';
import { createToolRunner } from '#store/tools/runner.ts';
import { shown } from '#conversation/state/references.ts';
import type { Desk } from '../desk.ts';

type Alone = Extract<CallEvent, { kind: 'call.alone' }>;

/** A message that voice took while core was away becomes a call record and a call-back task, once. */
export const takeAlone = async (desk: Desk, call: string, message: Alone): Promise<void> => {
  await desk.store.transaction(async (tx) => {
    const fresh = await beginCall(tx, {
      callId: call,
      line: message.line,
      from: message.from,
      to: message.to,
      startedAt: message.startedAt,
      engines: message.engines,
      identity: message.identity,
    });
    const said = message.transcript.map(({ text, startMs }) => ({
      startMs,
      ...desk.withhold(text, desk.emptyState(), []),
    }));
    const text = shown(said.map((one) => one.text).join(' '));
    if (!(await closeCall(tx, call, { by: 'us', reason: message.reason, endedAt: message.endedAt })) && !fresh) return;
    for (const { text: words, startMs, secrets } of said) {
      await keepSecrets(tx, call, secrets);
      await addUtterance(tx, {
        callId: call,
        turn: 0,
        speaker: 'caller',
        text: words,
        startMs,
        endMs: null,
        commandId: null,
        acts: [],
        degraded: true,
      });
    }
    if (message.recording !== undefined) await addRecording(tx, call, message.recording, null);
    if (message.quality !== undefined) await setLineQuality(tx, call, message.quality);
    await createToolRunner({ tx, callId: call })({
      name: 'take_message',
      key: 'call_back:alone',
      args: {
        reason: message.cause ?? 'box_was_away',
        text: text === '' ? 'The caller left no words; listen to the recording.' : text,
        name: null,
        phone: message.from === '' ? null : message.from,
        urgency: desk.urgencyOf(text),
        facts: {},
      },
    });
    await setOutcome(tx, call, 'message');
  });
};
