/** What a worker does with one utterance. All samples are 16-bit mono at 8 kHz. */
export interface Hearing {
  accept(samples: Int16Array): void;
  /** Text so far, or null when there is nothing new or no time for it. */
  partial(): Promise<string | null>;
  /** The final text ahead of time, while the caller may yet go on; null where the model cannot look without ending. */
  early(): Promise<string | null>;
  /** Text of everything accepted up to this call; no audio follows it. */
  decode(): Promise<string>;
  close(): void;
}

export interface HearingModel {
  open(hotwords: string | undefined): Hearing;
}

/** New audio between two partials of a whole-utterance model. */
export const PARTIAL_STEP_SAMPLES = 2000;
