import { decodeG711, encodeG711 } from '#voice/media/g711.ts';
import { FRAME_SAMPLES } from '#voice/media/audio.ts';
import type { SpeechToText, TextToSpeech } from '#voice/speech/ports.ts';
import type { Echo } from '../listen/own-sound.ts';

const SILENCE = new Int16Array(FRAME_SAMPLES * 10);

/** What a recognizer hears when a voice says a text over a G.711 line. */
export const echoOf =
  (tts: TextToSpeech, stt: SpeechToText): Echo =>
  async (text) => {
    const pcm = await tts.render({ text });
    const octets = new Uint8Array(pcm.length);
    encodeG711('PCMU', pcm, octets);
    const utterance = stt.open({ id: 'own-sound' });
    for (const piece of [SILENCE, decodeG711('PCMU', octets), SILENCE]) utterance.push(piece);
    return (await utterance.finish()).text;
  };
