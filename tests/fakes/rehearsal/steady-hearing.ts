import type { Heard, SpeechToText, Utterance, UtteranceOptions } from '#voice/speech/ports.ts';

const FRAME_MS = 20;
/** New sound between two partials, ms. */
const PARTIAL_EVERY_MS = 240;
/** From the sound to its words, ms: what the bench recognizer takes on a machine that is not busy. */
const DECODE_MS = 60;

interface Due {
  readonly atMs: number;
  readonly give: () => void;
}

/**
 * A recognizer by a clock of its own: what it hears is what the real one hears, and when it tells is counted in sound, not in
 * time, so that a rehearsal comes out the same on every machine. `pass` moves the clock by a frame.
 */
export class SteadyHearing implements SpeechToText {
  readonly available = true;
  readonly workerPid = undefined;
  readonly #real: SpeechToText;
  #nowMs = 0;
  #due: Due[] = [];
  #decoding: Promise<void>[] = [];
  #count = 0;

  constructor(real: SpeechToText) {
    this.#real = real;
  }

  get info(): SpeechToText['info'] {
    return this.#real.info;
  }

  open({ id, onPartial }: UtteranceOptions): Utterance {
    const kept: Int16Array[] = [];
    let looked = 0;
    let told = '';
    let over = false;
    const look = (give: (text: string) => void): void => {
      looked = kept.length;
      this.#decode([...kept], give);
    };
    const partial = (text: string): void => {
      if (over || text === told) return;
      told = text;
      onPartial?.(text);
    };
    return {
      id,
      push(frame) {
        if (over) return;
        kept.push(frame.slice());
        if ((kept.length - looked) * FRAME_MS >= PARTIAL_EVERY_MS) look(partial);
      },
      prefinal() {
        if (!over) look(partial);
      },
      finish: () =>
        new Promise<Heard>((resolve) => {
          over = true;
          look((text) => resolve({ text, degraded: false, ms: 0 }));
        }),
      cancel() {
        over = true;
      },
    };
  }

  /** A frame's time has passed: words that are due by now are told. */
  async pass(): Promise<void> {
    await Promise.all(this.#decoding.splice(0));
    this.#nowMs += FRAME_MS;
    const due = this.#due.filter(({ atMs }) => atMs <= this.#nowMs);
    this.#due = this.#due.filter(({ atMs }) => atMs > this.#nowMs);
    for (const { give } of due) give();
    // What was told may be waited for by promises.
    if (due.length > 0) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  async close(): Promise<void> {
    await this.#real.close();
  }

  #decode(frames: readonly Int16Array[], give: (text: string) => void): void {
    const atMs = this.#nowMs + DECODE_MS;
    const utterance = this.#real.open({ id: `heard-${++this.#count}` });
    for (const frame of frames) utterance.push(frame);
    this.#decoding.push(utterance.finish().then(({ text }) => void this.#due.push({ atMs, give: () => give(text) })));
  }
}
