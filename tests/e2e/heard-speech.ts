import { silentLog } from '#observe/log.ts';
import { FRAME_SAMPLES, rms } from '#voice/media/audio.ts';
import { benchModel } from '#voice/speech/engines.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';

/** Mono 16-bit samples of a WAV, or one channel of a stereo one. */
export const wavSamples = (file: Buffer, channel = 0): Int16Array => {
  let at = 12;
  let channels = 1;
  while (at + 8 <= file.length) {
    const name = file.toString('latin1', at, at + 4);
    const size = Math.min(file.readUInt32LE(at + 4), file.length - at - 8);
    if (name === 'fmt ') channels = file.readUInt16LE(at + 10);
    if (name === 'data') {
      const frames = Math.floor(size / 2 / channels);
      return Int16Array.from({ length: frames }, (_, i) => file.readInt16LE(at + 8 + 2 * (i * channels + channel)));
    }
    at += 8 + size + (size % 2);
  }
  return new Int16Array(0);
};

/** The loudest 20 ms of a stretch, RMS in sample units: speech is in the thousands, comfort noise below a hundred. */
export const loudest = (pcm: Int16Array): number => {
  let best = 0;
  for (let at = 0; at + FRAME_SAMPLES <= pcm.length; at += FRAME_SAMPLES) {
    best = Math.max(best, rms(pcm.subarray(at, at + FRAME_SAMPLES)));
  }
  return best;
};

const QUIET = 100;
const PAUSE_FRAMES = 12;
const LONGEST_FRAMES = 500;

/** Stretches of sound, cut where at least a quarter of a second is quiet so that no word is. */
const stretches = (pcm: Int16Array): Int16Array[] => {
  const found: Int16Array[] = [];
  let from = 0;
  let quiet = 0;
  let loud = false;
  const cut = (to: number): void => {
    if (loud) found.push(pcm.slice(from * FRAME_SAMPLES, to * FRAME_SAMPLES));
    from = Math.max(from, to - PAUSE_FRAMES / 2);
    loud = false;
  };
  const frames = Math.floor(pcm.length / FRAME_SAMPLES);
  for (let frame = 0; frame < frames; frame++) {
    const at = frame * FRAME_SAMPLES;
    quiet = rms(pcm.subarray(at, at + FRAME_SAMPLES)) < QUIET ? quiet + 1 : 0;
    if (quiet === 0) loud = true;
    if (loud ? quiet === PAUSE_FRAMES || frame - from >= LONGEST_FRAMES : quiet > PAUSE_FRAMES) cut(frame + 1);
  }
  cut(frames);
  return found;
};

/** What the bench recognizer writes of telephone audio, stretch by stretch. */
export const wordsIn = async (pcm: Int16Array): Promise<string> => {
  const stt = await openSpeechToText({ engine: { model: benchModel() }, log: silentLog() });
  try {
    const texts: string[] = [];
    for (const [index, stretch] of stretches(pcm).entries()) {
      const utterance = stt.open({ id: `stretch-${index}` });
      utterance.push(stretch);
      texts.push((await utterance.finish()).text);
    }
    return texts.join(' ');
  } finally {
    await stt.close();
  }
};
