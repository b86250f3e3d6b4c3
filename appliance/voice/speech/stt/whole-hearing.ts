import { writeFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toFloat } from '../pcm.ts';
import { TELEPHONE_RATE } from '../ports.ts';
import { loadSherpa, type OfflineRecognizer } from '../sherpa.ts';
import { DecodeLane } from './decode-lane.ts';
import { PARTIAL_STEP_SAMPLES, type Hearing, type HearingModel } from './hearing.ts';
import type { SttModel } from './model.ts';
import { bpeVocabulary, guardedText, wholeConfig } from './recognizer-config.ts';

interface Recognizers {
  readonly greedy: OfflineRecognizer;
  /** The hotword-aware twin, if the model allows hotwords. */
  readonly beam: OfflineRecognizer | undefined;
}

/** Grows by doubling, so that a decode needs one copy and a push none. */
class Samples {
  length = 0;
  private store = new Float32Array(4 * TELEPHONE_RATE);

  push(samples: Int16Array): void {
    if (this.length + samples.length > this.store.length) {
      const larger = new Float32Array(Math.max(this.store.length * 2, this.length + samples.length));
      larger.set(this.store.subarray(0, this.length));
      this.store = larger;
    }
    this.store.set(toFloat(samples), this.length);
    this.length += samples.length;
  }

  copy(): Float32Array {
    return this.store.slice(0, this.length);
  }
}

const decodeOnce = async (recognizer: OfflineRecognizer, samples: Float32Array, hotwords?: string): Promise<string> => {
  if (samples.length === 0) return ''; // the native library aborts on an empty buffer
  const stream = recognizer.createStream(hotwords);
  stream.acceptWaveform({ samples, sampleRate: TELEPHONE_RATE });
  return (await recognizer.decodeAsync(stream)).text.trim();
};

class WholeHearing implements Hearing {
  private readonly recognizers: Recognizers;
  private readonly lane: DecodeLane;
  private readonly hotwords: string | undefined;
  private readonly samples = new Samples();
  private decodedSamples = 0;
  private stepSamples = PARTIAL_STEP_SAMPLES;
  private closed = false;

  constructor(recognizers: Recognizers, lane: DecodeLane, hotwords: string | undefined) {
    this.recognizers = recognizers;
    this.lane = lane;
    this.hotwords = hotwords;
  }

  accept(samples: Int16Array): void {
    this.samples.push(samples);
  }

  async partial(): Promise<string | null> {
    if (this.closed || this.lane.busy || this.samples.length - this.decodedSamples < this.stepSamples) return null;
    this.decodedSamples = this.samples.length;
    const began = performance.now();
    const text = await this.lane.run(() => decodeOnce(this.recognizers.greedy, this.samples.copy()));
    // A long utterance costs more to hear again: partials take a fifth of one processor at most.
    this.stepSamples = Math.max(PARTIAL_STEP_SAMPLES, ((performance.now() - began) * 5 * TELEPHONE_RATE) / 1000);
    return this.closed ? null : text;
  }

  early(): Promise<string | null> {
    return this.decode();
  }

  decode(): Promise<string> {
    const samples = this.samples.copy();
    this.decodedSamples = samples.length;
    return this.lane.run(async () => {
      if (this.closed) return '';
      const { greedy, beam } = this.recognizers;
      const text = await decodeOnce(greedy, samples);
      if (beam === undefined || this.hotwords === undefined) return text;
      return guardedText(text, await decodeOnce(beam, samples, this.hotwords));
    });
  }

  close(): void {
    this.closed = true;
  }
}

const loadBeam = async (model: SttModel): Promise<OfflineRecognizer> => {
  const folder = await mkdtemp(join(tmpdir(), 'pilot-vocabulary-'));
  try {
    const vocabulary = join(folder, 'bpe.vocab');
    await writeFile(vocabulary, bpeVocabulary(await readFile(model.tokens, 'utf8')));
    return await loadSherpa().OfflineRecognizer.createAsync(wholeConfig(model, { vocabulary }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Loads a whole-utterance model and decodes half a second of silence with it, so that a bad one fails here. */
export const loadWholeModel = async (model: SttModel, lanes: number): Promise<HearingModel> => {
  const greedy = await loadSherpa().OfflineRecognizer.createAsync(wholeConfig(model));
  await decodeOnce(greedy, new Float32Array(TELEPHONE_RATE / 2));
  const beam = model.hotwords === true && model.kind === 'nemoTransducer' ? await loadBeam(model) : undefined;
  const lane = new DecodeLane(lanes);
  return { open: (hotwords) => new WholeHearing({ greedy, beam }, lane, hotwords) };
};
