import type { CallEvent } from '#shared/link/events.ts';
import type { Secret } from '#conversation/withhold.ts';
import {
  addRecording,
  addRecordingFailure,
  addUtterance,
  beginCall,
  closeCall,
  keepSecrets,
  openSecrets,
  setLineQuality,
  setOutcome,
} from '#store/calls/transactor.ts';
import { createToolRunner } from '#store/tools/runner.ts';
import { holdsSecret, shown } from '#conversation/state/references.ts';
import type { Desk } from '../desk.ts';
import { silenceRecording } from './silence-recording.ts';

type Alone = Extract<CallEvent, { kind: 'call.alone' }>;

/** A code is silenced a little beyond its utterance: a recognizer is not exact, ms. */
const MARGIN_MS = 300;

interface SaidAlone {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly secrets: readonly Secret[];
}

/** What was said as it may be kept, codes taken out: those of the call before core was lost are known again. */
const withheldIn = (desk: Desk, { transcript }: Alone, before: readonly Secret[]): SaidAlone[] => {
  const known = [...before];
  return transcript.map(({ text, startMs, endMs }) => {
    const said = desk.withhold(text, desk.emptyState(), known);
    known.push(...said.secrets);
    return { ...said, startMs, endMs: endMs ?? null };
  });
};

const holdsCode = ({ text }: SaidAlone): boolean => holdsSecret(text);

/** A message that voice took while core was away becomes a call record and a call-back task, once. */
export const takeAlone = async (desk: Desk, call: string, message: Alone): Promise<void> => {
  const before = await desk.store.transaction((tx) => openSecrets(tx, call));
  const said = withheldIn(desk, message, before);
  const text = shown(said.map((one) => one.text).join(' '));
  const { recording, recordingOffsetMs = 0 } = message;
  // Before anything is committed: after that the message does not come again.
  const failure =
    recording === undefined
      ? null
      : await silenceRecording(
          recording,
          recordingOffsetMs,
          said.filter(holdsCode).map(({ startMs, endMs }) => ({
            fromMs: startMs - MARGIN_MS,
            toMs: (endMs ?? Number.MAX_SAFE_INTEGER) + MARGIN_MS,
          })),
        );
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
    if (!(await closeCall(tx, call, { by: 'us', reason: message.reason, endedAt: message.endedAt })) && !fresh) return;
    for (const { text: words, startMs, endMs, secrets } of said) {
      await keepSecrets(tx, call, secrets);
      await addUtterance(tx, {
        callId: call,
        turn: 0,
        speaker: 'caller',
        text: words,
        startMs,
        endMs,
        commandId: null,
        acts: [],
        degraded: true,
      });
    }
    if (failure !== null) await addRecordingFailure(tx, call, failure);
    else if (recording !== undefined) await addRecording(tx, call, recording, null);
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
