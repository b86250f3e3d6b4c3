import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SttModel } from './stt/model.ts';
import type { EspeakVoice, NeuralVoice } from './tts/voice.ts';

/** Models that come with the product. */
export const BUNDLED_MODELS = fileURLToPath(new URL('../../../models', import.meta.url));

export const BENCH_NOTE = 'understands synthesized English about trades and nothing else';
const TOY_NOTE = 'a toy that tests the loading path: it writes a fixed word for a tone and understands no speech';

const bundled = (name: string, file: string): string => resolve(BUNDLED_MODELS, name, file);

/** The bench recognizer: for tests and the demo. It does not understand people. */
export const benchModel = (): SttModel => ({
  name: 'bench-stt',
  kind: 'zipformerCtc',
  files: { model: bundled('bench-stt', 'model.onnx') },
  tokens: bundled('bench-stt', 'tokens.txt'),
  threads: 1,
  bench: true,
  note: BENCH_NOTE,
});

/** The toy streaming models, one of each kind. */
export const toyStreamingModel = (kind: 'nemoCtc' | 'transducer' | 'zipformer2Ctc'): SttModel => {
  const folder = `bench-stream/${{ nemoCtc: 'ctc', transducer: 'transducer', zipformer2Ctc: 'zipformer2-ctc' }[kind]}`;
  const roles = kind === 'transducer' ? ['encoder', 'decoder', 'joiner'] : ['model'];
  return {
    name: `toy ${kind}`,
    kind,
    files: Object.fromEntries(roles.map((role) => [role, bundled(folder, `${role}.onnx`)])),
    tokens: bundled(folder, 'tokens.txt'),
    bench: true,
    note: TOY_NOTE,
  };
};

/** The voice that is always there. */
export const espeakVoice = (wordsPerMinute = 155, voice = 'en-us'): EspeakVoice => ({
  kind: 'espeak-ng',
  name: 'espeak-ng',
  voice,
  wordsPerMinute,
});

/** A toy of Piper's format: its sounds are cut from espeak-ng and put one after the other. */
export const toyPiperVoice = (): NeuralVoice => ({
  kind: 'vits',
  name: 'toy piper',
  files: { model: bundled('bench-tts', 'model.onnx') },
  tokens: bundled('bench-tts', 'tokens.txt'),
  bench: true,
  note: 'a toy that tests the loading path of Piper voices; it is not a usable voice',
});
