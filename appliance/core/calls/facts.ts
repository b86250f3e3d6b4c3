import type { EventMessage } from './event-message.ts';
import {
  addRecording,
  addRecordingFailure,
  addTiming,
  addUtterance,
  closeCall,
  setHeard,
  setLineQuality,
  setOneWay,
  setTransfer,
} from '#store/calls/transactor.ts';
import { recordPinRefused, setLine } from '#store/lines/transactor.ts';
import type { Tx } from '#store/scope.ts';
import { recordEvent } from '#store/jobs/event.ts';
import type { Desk } from '../desk.ts';

/** What is known where an event is written down. */
export interface FactContext {
  readonly desk: Pick<Desk, 'costs' | 'log'>;
  readonly turn: number;
  /** The caller's words as they may be stored. */
  readonly heard: string;
  /** Nobody but the rules understood them. */
  readonly degraded: boolean;
  /** Caller's number, unverified. */
  readonly from: string;
  /** How long the decision that a say told took to commit, ms; null where unknown. */
  readonly commitMs: (command: string) => number | null;
}

/** Writes down what an event itself tells: words, what was heard, the recording, the line, the end. */
export const recordFacts = async (tx: Tx, event: EventMessage, context: FactContext): Promise<void> => {
  const { body, call } = event;
  const { desk, turn, heard, degraded, from, commitMs } = context;
  switch (body.kind) {
    case 'speech.final':
      if (body.text === '') return;
      await addUtterance(tx, {
        callId: call,
        turn: turn,
        speaker: 'caller',
        text: heard,
        startMs: body.startMs,
        endMs: body.endMs,
        commandId: null,
        acts: [],
        degraded: body.degraded || degraded,
      });
      return;
    case 'say.done':
      await setHeard(tx, call, body.command, body.heardText);
      if (body.premiumCharacters !== undefined)
        await desk.costs.premiumUsed(tx, call, body.command, body.premiumCharacters, event.at);
      await addTiming(tx, call, turn, body.command, {
        ttsMs: body.ttsMs ?? null,
        firstPacketMs: body.firstPacketMs ?? null,
        voiceToVoiceMs: body.voiceToVoiceMs ?? null,
        commitMs: commitMs(body.command),
      });
      return;
    case 'recording.started':
      await addRecording(tx, call, body.path, body.offsetMs);
      return;
    case 'recording.failed':
      await addRecordingFailure(tx, call, body.reason);
      return;
    case 'recording.silenced':
      await recordEvent(tx, {
        subject: { kind: 'call', id: call },
        kind: 'recording.silenced',
        actor: 'system',
        reason: 'a code or a card number was said',
        body: { fromMs: body.fromMs, toMs: body.toMs, onDisk: body.onDisk },
      });
      return;
    case 'recording.stopped':
      await recordEvent(tx, {
        subject: { kind: 'call', id: call },
        kind: 'recording.stopped',
        actor: 'caller',
        reason: 'the caller wanted no recording',
      });
      return;
    case 'media.one_way':
      await setOneWay(tx, call, body);
      return;
    case 'transfer.result':
      await setTransfer(tx, call, body);
      return;
    case 'owner.refused':
      desk.log.warn({ line: body.line, locked: body.locked }, 'a wrong PIN was pressed');
      await recordPinRefused(tx, body.line, call, body.locked);
      return;
    case 'line.change':
      await setLine(tx, { line: body.line, mode: body.mode, via: 'phone', who: from, reason: '' });
      return;
    case 'call.ended':
      if (body.recording !== undefined) await addRecording(tx, call, body.recording, null);
      if (body.quality !== undefined) await setLineQuality(tx, call, body.quality);
      await closeCall(tx, call, body);
      return;
    default:
  }
};
