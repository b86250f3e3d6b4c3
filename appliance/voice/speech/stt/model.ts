/** Kinds of streaming model that sherpa-onnx runs. */
export const STREAMING_KINDS = ['nemoCtc', 'transducer', 'zipformer2Ctc'] as const;
/** Kinds that hear a whole utterance at once. `nemoTransducer` is Parakeet's. */
export const WHOLE_KINDS = ['zipformerCtc', 'nemoTransducer', 'canary', 'whisper', 'moonshine', 'senseVoice'] as const;

export type StreamingKind = (typeof STREAMING_KINDS)[number];
export type WholeKind = (typeof WHOLE_KINDS)[number];

/** One speech-to-text model on disk. Paths are absolute. */
export interface SttModel {
  readonly name: string;
  readonly kind: StreamingKind | WholeKind;
  /** By role: `model`, or `encoder`, `decoder`, `joiner`, `mergedDecoder`, `preprocessor` ... */
  readonly files: Readonly<Record<string, string>>;
  readonly tokens: string;
  readonly threads?: number;
  /** Mel bins; 80 unless the model says otherwise. */
  readonly featureDim?: number;
  /** `en`, `es` ...: canary, whisper, senseVoice, and multilingual streaming transducers. */
  readonly language?: string;
  /** Allows hotwords (nemoTransducer): a second recognizer with beam search is loaded beside the greedy one. */
  readonly hotwords?: boolean;
  readonly bench?: boolean;
  readonly note?: string;
}

/** What hears: a streaming or a whole-utterance model, and optionally a better model that decides the final text. */
export interface SttEngine {
  readonly model: SttModel;
  readonly finalPass?: SttModel;
}

export const isStreaming = (kind: SttModel['kind']): kind is StreamingKind =>
  (STREAMING_KINDS as readonly string[]).includes(kind);

/** File roles each kind needs. */
export const FILE_ROLES: Readonly<Record<SttModel['kind'], readonly string[]>> = {
  nemoCtc: ['model'],
  transducer: ['encoder', 'decoder', 'joiner'],
  zipformer2Ctc: ['model'],
  zipformerCtc: ['model'],
  nemoTransducer: ['encoder', 'decoder', 'joiner'],
  canary: ['encoder', 'decoder'],
  whisper: ['encoder', 'decoder'],
  moonshine: ['encoder', 'mergedDecoder'],
  senseVoice: ['model'],
};
