/** The voice that is always there: a separate program, run once a clause. */
export interface EspeakVoice {
  readonly kind: 'espeak-ng';
  readonly name: string;
  /** espeak-ng's voice, `en-us`, or a variant, `en-us+f3`. */
  readonly voice: string;
  readonly wordsPerMinute: number;
  /** The program; `espeak-ng` from the PATH unless set. */
  readonly program?: string;
}

export const VOICE_KINDS = ['vits', 'kokoro'] as const;

/** A Piper (vits) or Kokoro voice, run through sherpa-onnx. Paths are absolute. */
export interface NeuralVoice {
  readonly kind: (typeof VOICE_KINDS)[number];
  readonly name: string;
  /** `model`, and for Kokoro `voices`; `lexicon` where the archive has one. */
  readonly files: Readonly<Record<string, string>>;
  readonly tokens: string;
  /** espeak-ng's phoneme data; the machine's own when not set. */
  readonly dataFolder?: string;
  readonly speaker?: number;
  readonly speed?: number;
  readonly threads?: number;
  readonly bench?: boolean;
  readonly note?: string;
}

export type Voice = EspeakVoice | NeuralVoice;

/** Short and unlike a phone's own sounds; says that a voice can speak. */
export const PROBE_TEXT = 'One.';

/** What a rendered clip depends on beside its text. */
export const voiceKey = (voice: Voice): string =>
  voice.kind === 'espeak-ng'
    ? `espeak-ng ${voice.voice} ${voice.wordsPerMinute}`
    : `${voice.kind} ${voice.name} ${voice.speaker ?? 0} ${voice.speed ?? 1}`;
