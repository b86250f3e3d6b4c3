import type { CallEvent } from '#shared/link/events.ts';
import type { ModelHelp } from '#conversation/read/model/reading.ts';
import type { ConversationEvent } from '#conversation/turn-types.ts';

/** The say id within a command id: `call/say-7` -> `say-7`. */
export const sayIdIn = (command: string): string => command.slice(command.indexOf('/') + 1);

/** An event as it is kept: words with what models made of them, so that a replay needs none. */
export type KeptEvent = CallEvent & { readonly model?: ModelHelp };

/** What an event of the line means to the conversation; null when the conversation has nothing to decide about it. */
export const conversationEvent = (body: KeptEvent): ConversationEvent | null => {
  switch (body.kind) {
    case 'call.started':
      return { kind: 'started', from: body.outbound ? body.to : body.from, bench: body.engines.bench };
    case 'speech.partial':
      return { kind: 'partial', utterance: body.utterance, text: body.text };
    case 'speech.final':
      return {
        kind: 'speech',
        utterance: body.utterance,
        text: body.text,
        startMs: body.startMs,
        endMs: body.endMs,
        after: body.after === undefined ? null : sayIdIn(body.after),
        during: body.during === undefined ? null : sayIdIn(body.during),
        ...(body.model === undefined ? {} : { model: body.model }),
      };
    case 'key':
      return { kind: 'key', digits: body.digits };
    case 'say.done':
      return { kind: 'heard', say: sayIdIn(body.command), complete: body.complete, heardText: body.heardText };
    case 'silence':
      return { kind: 'silence', ms: body.ms };
    case 'transfer.result':
      // A caller who hung up meanwhile: the end of the call, which follows, is what there is to decide about.
      if (body.attempts.at(-1)?.outcome === 'caller_left') return null;
      return { kind: 'transfer', ok: body.ok };
    case 'machine':
      return { kind: 'machine' };
    case 'call.ended':
      return { kind: 'hangup', lost: body.by === 'lost' };
    case 'recording.started':
    case 'recording.failed':
    case 'recording.silenced':
    case 'recording.stopped':
    case 'media.one_way':
    case 'line.change':
    case 'owner.entered':
    case 'owner.refused':
    case 'outbound.ringing':
    case 'outbound.result':
    case 'call.alone':
    case 'call.forwarded':
      return null;
    default:
      return body satisfies never;
  }
};
