import { toFloat } from '../pcm.ts';
import { TELEPHONE_RATE } from '../ports.ts';
import { loadSherpa, type OnlineRecognizer, type SherpaStream } from '../sherpa.ts';
import type { Hearing, HearingModel } from './hearing.ts';
import type { SttModel } from './model.ts';
import { streamingConfig } from './recognizer-config.ts';

/** Silence before the first word: the models' first window begins with context they do not hear. */
const LEAD_SAMPLES = 0.3 * TELEPHONE_RATE;
/** Silence after the last: what is shorter than a window at the end is never decoded. */
const TAIL_SAMPLES = 0.5 * TELEPHONE_RATE;
/** Audio heard again by the stream that follows an endpoint: more than the longest window that may still wait. */
const OVERLAP_SAMPLES = 0.5 * TELEPHONE_RATE;

class StreamingHearing implements Hearing {
  private readonly recognizer: OnlineRecognizer;
  private readonly language: string | undefined;
  private stream: SherpaStream;
  /** Texts of the segments before the last endpoint. */
  private settled: string[] = [];
  private recent = new Float32Array(0);
  private told = '';

  constructor(recognizer: OnlineRecognizer, language: string | undefined) {
    this.recognizer = recognizer;
    this.language = language;
    this.stream = this.fresh(new Float32Array(LEAD_SAMPLES));
  }

  accept(samples: Int16Array): void {
    const wave = toFloat(samples);
    this.feed(this.stream, wave);
    const joined = new Float32Array(this.recent.length + wave.length);
    joined.set(this.recent);
    joined.set(wave, this.recent.length);
    this.recent = joined.slice(-OVERLAP_SAMPLES);
    if (this.recognizer.isEndpoint(this.stream)) this.settle();
  }

  partial(): Promise<string | null> {
    const text = this.text();
    if (text === this.told) return Promise.resolve(null);
    this.told = text;
    return Promise.resolve(text);
  }

  /** The padding that flushes the last word cannot be taken back; what the pause itself flushed is in the partial. */
  early(): Promise<string | null> {
    return Promise.resolve(null);
  }

  decode(): Promise<string> {
    this.feed(this.stream, new Float32Array(TAIL_SAMPLES));
    this.stream.inputFinished();
    this.drain(this.stream);
    return Promise.resolve(this.text());
  }

  close(): void {
    this.settled = [];
  }

  private text(): string {
    return [...this.settled, this.recognizer.getResult(this.stream).text.trim()].filter(Boolean).join(' ');
  }

  /** Goes on in a new stream: `reset` would drop a repeated first word. */
  private settle(): void {
    const text = this.recognizer.getResult(this.stream).text.trim();
    if (text !== '') this.settled.push(text);
    this.stream = this.fresh(this.recent);
  }

  private fresh(lead: Float32Array): SherpaStream {
    const stream = this.recognizer.createStream();
    if (this.language !== undefined) stream.setOption('language', this.language);
    this.feed(stream, lead);
    return stream;
  }

  private feed(stream: SherpaStream, samples: Float32Array): void {
    stream.acceptWaveform({ samples, sampleRate: TELEPHONE_RATE });
    this.drain(stream);
  }

  /** `decode` without `isReady` ends the process. */
  private drain(stream: SherpaStream): void {
    while (this.recognizer.isReady(stream)) this.recognizer.decode(stream);
  }
}

/** Loads a streaming model and hears a second of silence with it, so that a bad one fails here. */
export const loadStreamingModel = (model: SttModel): HearingModel => {
  const recognizer = new (loadSherpa().OnlineRecognizer)(streamingConfig(model));
  const open = () => new StreamingHearing(recognizer, model.language);
  open().accept(new Int16Array(TELEPHONE_RATE));
  // `open` keeps the recognizer alive: a stream that outlives it reads freed memory.
  return { open };
};
