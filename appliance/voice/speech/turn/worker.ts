import { createRequire } from 'node:module';
import type * as LibSampleRate from '@alexanderolsen/libsamplerate-js';
import { messageOf, PilotError } from '#shared/errors.ts';
import { toFloat } from '../pcm.ts';
import { TELEPHONE_RATE } from '../ports.ts';
import { runWorker, type Replies, type Worker } from '../process/child.ts';
import { encodeJson, FRAME, samplesOf, type Frame } from '../process/wire.ts';
import { logMel, MEL_BANDS, MEL_FRAMES, MEL_RATE } from './log-mel.ts';
import { RUNTIME_FIX, type TurnModel } from './model.ts';

/** The part of onnxruntime-node 1.x that is used. It is not among our packages: 290 MB for those who want this one model. */
interface OnnxRuntime {
  readonly InferenceSession: { create(file: string, options: object): Promise<Session> };
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => object;
}
interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(inputs: Record<string, object>): Promise<Record<string, { readonly data: ArrayLike<number> }>>;
}

const loadRuntime = (): OnnxRuntime => {
  try {
    return createRequire(import.meta.url)('onnxruntime-node') as OnnxRuntime;
  } catch (error) {
    throw new PilotError('turn_runtime_missing', `ONNX Runtime is not there: ${messageOf(error).split('\n')[0]}`, {
      fix: RUNTIME_FIX,
    });
  }
};

/** Samples of a call to the share of a whole turn that the model gives it. */
type Judge = (samples: Int16Array) => Promise<number>;

const loadModel = async ({ file }: TurnModel): Promise<Judge> => {
  const { InferenceSession, Tensor } = loadRuntime();
  // The package is one CommonJS bundle: Node cannot see its named exports.
  const { create, ConverterType } = createRequire(import.meta.url)(
    '@alexanderolsen/libsamplerate-js',
  ) as typeof LibSampleRate;
  const resampler = await create(1, TELEPHONE_RATE, MEL_RATE, { converterType: ConverterType.SRC_SINC_FASTEST });
  const session = await InferenceSession.create(file, {
    executionMode: 'sequential',
    interOpNumThreads: 1,
    intraOpNumThreads: 1,
  });
  const [input = '', output = ''] = [session.inputNames[0], session.outputNames[0]];
  const judge: Judge = async (samples) => {
    const features = logMel(resampler.simple(toFloat(samples)));
    const results = await session.run({ [input]: new Tensor('float32', features, [1, MEL_BANDS, MEL_FRAMES]) });
    return results[output]?.data[0] ?? Number.NaN;
  };
  const probability = await judge(new Int16Array(TELEPHONE_RATE));
  if (!(probability >= 0 && probability <= 1))
    throw new PilotError('turn_model_failed', `${file} gives ${probability} where a probability is wanted`, {
      fix: 'This is no end-of-turn model of the catalog: `pilot models list` names them.',
    });
  return judge;
};

class TurnWorker implements Worker {
  readonly #judge: Judge;
  readonly #replies: Replies;
  /** One look at a time: a model on one thread gains nothing from two. */
  #last: Promise<void> = Promise.resolve();

  constructor(judge: Judge, replies: Replies) {
    this.#judge = judge;
    this.#replies = replies;
  }

  onFrame(frame: Frame): void {
    if (frame.type !== FRAME.judge) return;
    this.#last = this.#last.then(async () => {
      const probability = await this.#judge(samplesOf(frame)).catch(() => null);
      this.#replies.send(encodeJson(FRAME.judged, frame.channel, { probability }));
    });
  }
}

runWorker<TurnModel>(async (model, replies) => new TurnWorker(await loadModel(model), replies));
