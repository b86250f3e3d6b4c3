import type { EngineState } from '#shared/link/messages.ts';

/** Telephone audio: 16-bit mono at 8 kHz. */
export const TELEPHONE_RATE = 8000;

/** What an engine is, for the record and for honesty. */
export interface EngineInfo {
  readonly name: string;
  /** True for the bench and toy models: fit for tests and the demo, not for people. */
  readonly bench: boolean;
  /** What a bench engine can and cannot do, in words a person may be shown; '' otherwise. */
  readonly note: string;
}

/** An engine became usable, or stopped being so; `reason` names the cause and holds no speech. */
export interface Availability {
  readonly engine: string;
  readonly available: boolean;
  readonly reason: string;
}

/** What was heard in one utterance. */
export interface Heard {
  readonly text: string;
  /** True when a worker died in this utterance, or no decode came in time and `text` is only the last partial. */
  readonly degraded: boolean;
  /** From `finish()` to the text; near 0 when an early decode (`prefinal`) still held. */
  readonly ms: number;
}

/** One utterance of a caller. Its audio is kept until the final text came, so that another worker can hear it again. */
export interface Utterance {
  readonly id: string;
  /** 16-bit mono samples at 8 kHz, in any piece size (20 ms as a rule). Never dropped. */
  push(frame: Int16Array): void;
  /**
   * Says that the caller seems to have stopped (about 200 ms of silence): the final text is decoded ahead of time,
   * and `finish()` costs nothing if no louder audio comes in between. May be called after every pause.
   */
  prefinal(): void;
  /** The final text. Never rejects: without an answer in time it gives the last partial, degraded. Idempotent. */
  finish(): Promise<Heard>;
  /** Drops the utterance; no more partials. A pending `finish()` resolves with the last partial. */
  cancel(): void;
}

export interface UtteranceOptions {
  readonly id: string;
  /** Called with the text so far each time it changes. Partials are skipped under load. */
  readonly onPartial?: (text: string) => void;
  /** Words to prefer, as `ELM/LENNOX` or `ELM :2.0/LENNOX`; used by transducer models with a `hotwords` set-up only. */
  readonly hotwords?: string;
}

export interface SpeechToText {
  readonly info: EngineInfo;
  readonly available: boolean;
  /** Process id of the worker, for health pages and fault tests; undefined while there is none. */
  readonly workerPid: number | undefined;
  open(options: UtteranceOptions): Utterance;
  close(): Promise<void>;
}

export interface SpeakRequest {
  readonly text: string;
  /** A fixed phrase: taken from the rendered-clip cache, or kept there. */
  readonly clip?: boolean;
  /** Ends the rendering; the iteration then ends without an error. */
  readonly signal?: AbortSignal;
}

export interface TextToSpeech {
  /** The first choice; `current` may differ while it is down. */
  readonly info: EngineInfo;
  readonly current: EngineInfo;
  readonly available: boolean;
  readonly workerPid: number | undefined;
  /**
   * 16-bit mono samples at 8 kHz, a clause at a time, the first as early as possible.
   * @throws PilotError `tts_failed` from the iteration when no engine could speak
   */
  speak(request: SpeakRequest): AsyncIterable<Int16Array>;
  /** The same speech in one piece; empty when aborted. */
  render(request: SpeakRequest): Promise<Int16Array>;
  /** Renders fixed phrases into the clip cache. Returns how many were rendered now (0: all were there). */
  prewarm(texts: readonly string[]): Promise<number>;
  close(): Promise<void>;
}

/** A voice outside the box, which costs by the character. It speaks a sentence or fails; the local voice then says it. */
export interface PremiumVoice {
  /** Whether the next sentence may be given to it. */
  readonly available: boolean;
  readonly state: EngineState;
  /**
   * One sentence as 16-bit mono samples at 8 kHz, in pieces as they come. Ends without an error when aborted.
   * @throws PilotError `premium_refused` (nothing was taken), `premium_late`, `premium_broken`
   */
  speak(text: string, signal?: AbortSignal): AsyncIterable<Int16Array>;
  close(): Promise<void>;
}

/** Tells from the sound of a turn whether its speaker has finished. */
export interface TurnDetector {
  readonly available: boolean;
  readonly state: EngineState;
  /**
   * @param samples the turn so far, 16-bit mono at 8 kHz; the last 8 s of it count
   * @returns how likely it is over, 0 to 1; null when nobody can tell in time
   */
  judge(samples: Int16Array): Promise<number | null>;
  close(): Promise<void>;
}
