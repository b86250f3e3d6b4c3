import { createRequire } from 'node:module';

/** The part of sherpa-onnx-node 1.13.8 that we use. The package ships no types of its own. */
interface Waveform {
  /** In [-1, 1]. Must be a Float32Array: any other typed array is read as floats without complaint. */
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

export interface SherpaStream {
  acceptWaveform(wave: Waveform): void;
  inputFinished(): void;
  setOption(key: string, value: string): void;
}

export interface OnlineRecognizer {
  createStream(): SherpaStream;
  isReady(stream: SherpaStream): boolean;
  /** Ends the whole process when the stream is not ready. */
  decode(stream: SherpaStream): void;
  isEndpoint(stream: SherpaStream): boolean;
  getResult(stream: SherpaStream): { readonly text: string };
}

export interface OfflineRecognizer {
  createStream(hotwords?: string): Omit<SherpaStream, 'inputFinished'>;
  /** Aborts the whole process when the stream holds no samples. */
  decodeAsync(stream: Omit<SherpaStream, 'inputFinished'>): Promise<{ readonly text: string }>;
}

interface OfflineTts {
  readonly sampleRate: number;
  readonly numSpeakers: number;
  generateAsync(request: {
    text: string;
    sid: number;
    speed: number;
    enableExternalBuffer: boolean;
    onProgress?: (info: { samples: Float32Array; progress: number }) => number;
  }): Promise<{ samples: Float32Array; sampleRate: number }>;
}

interface Sherpa {
  readonly OnlineRecognizer: new (config: object) => OnlineRecognizer;
  readonly OfflineRecognizer: { createAsync(config: object): Promise<OfflineRecognizer> };
  readonly OfflineTts: { createAsync(config: object): Promise<OfflineTts> };
}

/** Loads the native library (about 10 MB of memory). Call it in worker processes only: a bad model aborts the process. */
export const loadSherpa = (): Sherpa => createRequire(import.meta.url)('sherpa-onnx-node') as Sherpa;
