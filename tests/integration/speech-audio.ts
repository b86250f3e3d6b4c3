import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SpeechToText, Utterance } from '#voice/speech/ports.ts';
import { BUNDLED_MODELS } from '#voice/speech/engines.ts';

const SAMPLES = join(BUNDLED_MODELS, 'bench-stt/samples');
const RATE = 8000;

/** The recordings that come with the bench recognizer, and what it hears in each. */
export const recordings = (): { file: string; recognised: string }[] =>
  readFileSync(join(SAMPLES, 'transcripts.tsv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [file = '', , , , recognised = ''] = line.split('\t');
      return { file, recognised };
    });

export const recording = (file: string): Int16Array => {
  const bytes = readFileSync(join(SAMPLES, file));
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length));
};

const WORDS = 'zero one two three four five six seven eight nine yes no hello help'.split(' ');

/** What the toy streaming models hear as these words: 0.3 s of silence, then a tone a word with gaps (their README). */
export const tones = (words: readonly string[], gapMs = 200): Int16Array => {
  const tone = 0.3 * RATE;
  const gap = (gapMs * RATE) / 1000;
  const out = new Int16Array(tone + words.length * (tone + gap));
  words.forEach((word, k) => {
    const hz = 500 + 200 * WORDS.indexOf(word);
    for (let i = 0; i < tone; i++) {
      const fade = Math.min(1, i / 80, (tone - i) / 80);
      out[tone + k * (tone + gap) + i] = Math.round(9800 * fade * Math.sin((2 * Math.PI * hz * i) / RATE));
    }
  });
  return out;
};

/** The toys put a full stop after every fourth word of a stream. */
export const toyText = (words: readonly string[]): string =>
  words.map((word, i) => (i % 4 === 3 ? `${word}.` : word)).join(' ');

export const silence = (ms: number): Int16Array => new Int16Array((ms * RATE) / 1000);

/** Pushes in frames of 20 ms, letting the event loop run as a call would. */
export const pushFrames = async (utterance: Utterance, samples: Int16Array): Promise<void> => {
  for (let at = 0; at < samples.length; at += 160) {
    utterance.push(samples.subarray(at, at + 160));
    await new Promise((resolve) => setImmediate(resolve));
  }
};

export const hear = async (stt: SpeechToText, samples: Int16Array): Promise<string> => {
  const utterance = stt.open({ id: 'heard' });
  await pushFrames(utterance, samples);
  return (await utterance.finish()).text;
};
