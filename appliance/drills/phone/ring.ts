import type { Log } from '#observe/log.ts';
import { openHandset } from './handset.ts';
import { espeakVoice, benchModel } from '#voice/speech/engines.ts';
import type { SpeechToText, TextToSpeech } from '#voice/speech/ports.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';
import { openTextToSpeech } from '#voice/speech/tts/text-to-speech.ts';
import type { Persona } from '../caller/persona.ts';
import { personaCaller, type PhoneCaller } from '../answer/phone-caller.ts';
import { learnOwnSound, type OwnSound } from '../listen/own-sound.ts';
import { converse, type CallerTurn, type ConversationResult } from './conversation.ts';
import { echoOf } from './ear.ts';

export interface RingOptions {
  readonly persona: Persona;
  /** `sip:user@host:port`. */
  readonly target: string;
  /** Stereo WAV: what the caller heard left, what it said right. */
  readonly record: string;
  readonly log: Log;
  /** How the caller answers, once they know how their own facts sound; as the persona has it when left out. */
  readonly caller?: (own: OwnSound) => PhoneCaller;
  /** What the line adds to the caller's voice; nothing when left out. */
  readonly onLine?: (pcm: Int16Array) => Int16Array;
  readonly onAnswered?: () => void;
  readonly onTurn?: (turn: CallerTurn) => void;
}

export interface CallResult extends ConversationResult {
  readonly persona: Persona;
  readonly recording: string | null;
  /** How late the 20 ms clock of the caller's sound was, 99 of 100 times at most this, ms. */
  readonly lateP99: number;
}

interface Senses extends AsyncDisposable {
  readonly stt: SpeechToText;
  readonly voice: TextToSpeech;
  /** A plain voice, to learn how names sound when others say them. */
  readonly other: TextToSpeech;
}

const openSenses = async (persona: Persona, log: Log): Promise<Senses> => {
  const { variant, wordsPerMinute } = persona.voice;
  const [stt, voice, other] = await Promise.all([
    openSpeechToText({ engine: { model: benchModel() }, log }),
    openTextToSpeech({ voices: [espeakVoice(wordsPerMinute, variant)], log }),
    openTextToSpeech({ voices: [espeakVoice()], log }),
  ]);
  return {
    stt,
    voice,
    other,
    async [Symbol.asyncDispose]() {
      await Promise.all([stt.close(), voice.close(), other.close()]);
    },
  };
};

/** The number the network shows. */
const shownNumber = ({ callerId, phone }: Persona): string =>
  callerId === 'withheld' ? '' : callerId === 'same' ? phone : callerId;

const overLine = (voice: TextToSpeech, onLine: (pcm: Int16Array) => Int16Array): Pick<TextToSpeech, 'render'> => ({
  render: async (request) => onLine(await voice.render(request)),
});

/** One whole call of a simulated caller, over SIP and RTP, with its own ear and voice. */
export const ringAs = async (options: RingOptions): Promise<CallResult> => {
  const { persona, log, onLine } = options;
  await using senses = await openSenses(persona, log);
  const own = await learnOwnSound(persona, echoOf(senses.other, senses.stt));
  await using handset = await openHandset({ host: '127.0.0.1', log });
  const call = await handset.ring({ target: options.target, from: shownNumber(persona), record: options.record });
  options.onAnswered?.();
  const result = await converse({
    call,
    caller: options.caller?.(own) ?? personaCaller(persona, own),
    stt: senses.stt,
    voice: onLine === undefined ? senses.voice : overLine(senses.voice, onLine),
    ...(options.onTurn === undefined ? {} : { onTurn: options.onTurn }),
  });
  const { lateP99 } = await handset.load();
  const recording = await call.close();
  return { ...result, persona, recording: recording?.path ?? null, lateP99 };
};
