import type { SpeechToText } from '#voice/speech/ports.ts';
import { Listening, type HeardTurn } from './listening.ts';
import type { PhoneCall } from './handset.ts';

export interface TurnQueueOptions {
  readonly call: PhoneCall;
  readonly stt: SpeechToText;
  /** Do these words want an answer? Otherwise the far end is given more time to go on. */
  readonly isComplete: (text: string) => boolean;
}

const QUIET_MS = 650;
const PATIENCE_MS = 1600;

/** The far end's turns, one after the other, for whoever waits for the next. */
export class TurnQueue {
  readonly #waiting: HeardTurn[] = [];
  readonly #listening: Listening;
  #wake: () => void = () => undefined;
  #over = false;
  #lastSoundAt = performance.now();

  constructor({ call, stt, isComplete }: TurnQueueOptions) {
    this.#listening = new Listening({
      stt,
      quietMs: QUIET_MS,
      patienceMs: PATIENCE_MS,
      isComplete,
      onTurn: (turn) => {
        this.#waiting.push(turn);
        this.#wake();
      },
    });
    call.onFrame((frame, atMs) => {
      this.#listening.push(frame, atMs);
      if (this.#listening.hearing) this.#lastSoundAt = performance.now();
    });
    void call.ended.then(() => {
      this.#over = true;
      this.#wake();
    });
  }

  /** The next turn; null when the call ended, or nothing was heard for this long. */
  async next(silenceMs: number): Promise<HeardTurn | null> {
    if (this.#waiting.length === 0 && !this.#over) await this.#woken(silenceMs);
    return this.#waiting.shift() ?? null;
  }

  close(): void {
    this.#listening.close();
  }

  async #woken(silenceMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const since = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const arm = (): void => {
      const left = Math.max(this.#lastSoundAt, since) + silenceMs - performance.now();
      if (left <= 0) resolve();
      else timer = setTimeout(arm, left);
    };
    this.#wake = resolve;
    arm();
    await promise;
    clearTimeout(timer);
  }
}
