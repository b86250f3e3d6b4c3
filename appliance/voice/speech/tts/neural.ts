import { PilotError } from '#shared/errors.ts';
import { onnxMetadata } from '../stt/onnx-file.ts';
import { loadSherpa } from '../sherpa.ts';
import { espeakDataFolder, type Render } from './espeak.ts';
import { openTelephone } from './telephone.ts';
import type { NeuralVoice } from './voice.ts';

const engineConfig = (voice: NeuralVoice, dataDir: string): object => {
  const { files, tokens } = voice;
  const common = { numThreads: voice.threads ?? 1, provider: 'cpu', debug: 0 };
  const model =
    voice.kind === 'vits'
      ? { vits: { model: files['model'], tokens, dataDir } }
      : {
          kokoro: { model: files['model'], voices: files['voices'], tokens, dataDir, lexicon: files['lexicon'] ?? '' },
        };
  return { model: { ...model, ...common }, maxNumSentences: 1 };
};

/** Loads a Piper or Kokoro voice. One rendering at a time: the engine has one state. */
export const openNeural = async (voice: NeuralVoice): Promise<Render> => {
  const metadata = await onnxMetadata(voice.files['model'] ?? '');
  if (voice.kind === 'vits' && !/piper/i.test(metadata.get('comment') ?? '')) {
    throw new PilotError('tts_engine_failed', `${voice.files['model']} is not a Piper voice prepared for sherpa-onnx`, {
      fix: 'Take the voice from the model catalog: `pilot models list`.',
    });
  }
  const dataDir = voice.dataFolder ?? (await espeakDataFolder());
  const engine = await loadSherpa().OfflineTts.createAsync(engineConfig(voice, dataDir));
  const telephone = await openTelephone(engine.sampleRate);
  let last: Promise<unknown> = Promise.resolve();
  const generate = async (text: string, signal: AbortSignal): Promise<Int16Array> => {
    if (signal.aborted) return new Int16Array(0);
    const { samples } = await engine.generateAsync({
      text,
      sid: voice.speaker ?? 0,
      speed: voice.speed ?? 1,
      enableExternalBuffer: false,
      onProgress: () => (signal.aborted ? 0 : 1),
    });
    return telephone(samples);
  };
  return (text, signal) => {
    const mine = last.then(() => generate(text, signal));
    last = mine.catch(() => undefined);
    return mine;
  };
};
