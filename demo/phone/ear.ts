import { decodeG711, encodeG711 } from '#voice/media/g711.ts';
import { SAMPLE_RATE } from '#voice/media/audio.ts';
import type { SpeechToText, TextToSpeech } from '#voice/speech/ports.ts';
import type { Echo } from '../listen/own-sound.ts';

const SILENCE_MS = 200;
/** A recognizer works in steps of some 40 ms: what it writes depends on where in a step the speech begins. */
const SHIFTS_MS = [0, 10, 20, 30];

const silence = (ms: number): Int16Array => new Int16Array((ms * SAMPLE_RATE) / 1000);

/** What a recognizer hears when a voice says a text over a G.711 line. */
export const echoOf =
  (tts: TextToSpeech, stt: SpeechToText): Echo =>
  async (text) => {
    const pcm = await tts.render({ text });
    const octets = new Uint8Array(pcm.length);
    encodeG711('PCMU', pcm, octets);
    const line = decodeG711('PCMU', octets);
    const heard: string[] = [];
    for (const shift of SHIFTS_MS) {
      const utterance = stt.open({ id: `own-sound-${shift}` });
      for (const piece of [silence(SILENCE_MS + shift), line, silence(SILENCE_MS)]) utterance.push(piece);
      heard.push((await utterance.finish()).text);
    }
    return heard;
  };
