import { Listening } from './listening.ts';
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from '#voice/media/audio.ts';
import { decodeG711, encodeG711 } from '#voice/media/g711.ts';
import type { SpeechToText, TextToSpeech } from '#voice/speech/ports.ts';
import type { Echo } from '../listen/own-sound.ts';

/** Speech begins anywhere in a packet when another sentence goes before it, and a recognizer hears that. */
const SHIFTS_MS = [0, 5, 10, 15];
const BEFORE_MS = 400;
const TURN_MS = 900;
/** A line on which nothing was understood. */
const NOTHING_MS = 10_000;

const silence = (ms: number): Int16Array => new Int16Array((ms * SAMPLE_RATE) / 1000);

const joined = (pieces: readonly Int16Array[]): Int16Array => {
  const all = new Int16Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
};

/** What the caller's ear makes of sound on a G.711 line: cut at pauses and recognized as in a call. */
const hearLine = async (stt: SpeechToText, sound: Int16Array): Promise<string> => {
  const octets = new Uint8Array(sound.length);
  encodeG711('PCMU', sound, octets);
  const line = decodeG711('PCMU', octets);
  const { promise, resolve } = Promise.withResolvers<string>();
  const listening = new Listening({
    stt,
    quietMs: TURN_MS,
    patienceMs: TURN_MS,
    isComplete: () => true,
    onTurn: ({ text }) => resolve(text),
  });
  let atMs = 0;
  const push = (frame: Int16Array): void => {
    listening.push(frame, atMs);
    atMs += FRAME_MS;
  };
  for (let at = 0; at < line.length; at += FRAME_SAMPLES) {
    const frame = new Int16Array(FRAME_SAMPLES);
    frame.set(line.subarray(at, at + FRAME_SAMPLES));
    push(frame);
  }
  const more = setInterval(() => push(silence(FRAME_MS)), 1);
  const limit = setTimeout(() => resolve(''), NOTHING_MS);
  const heard = await promise;
  clearInterval(more);
  clearTimeout(limit);
  listening.close();
  return heard;
};

/** What the caller's ear hears when a voice says sentences over a G.711 line, in every way it may come out. */
export const echoOf =
  (tts: TextToSpeech, stt: SpeechToText): Echo =>
  async (sentences) => {
    const spoken: Int16Array[] = [];
    for (const text of sentences) spoken.push(await tts.render({ text }));
    return await Promise.all(
      SHIFTS_MS.map((shift) => hearLine(stt, joined([silence(BEFORE_MS + shift), ...spoken, silence(TURN_MS)]))),
    );
  };
