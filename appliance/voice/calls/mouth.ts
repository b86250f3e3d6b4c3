import { Rendering, unheard, type RenderingDeps, type Said, type Say } from './rendering.ts';

export interface MouthOptions extends RenderingDeps {
  /** A say takes the floor: it is rendered now and sounds as soon as it can. */
  readonly onBegin: (say: Say) => void;
  /** The first packet of a say went out, at this media time, ms. */
  readonly onStarted: (say: Say, firstPacketAt: number) => void;
  /** The last sentence of a say, which holds its question, has begun to sound. */
  readonly onAsks?: (say: Say) => void;
  readonly onSaid: (said: Said) => void;
}

/**
 * Says one thing after another and knows how much of it the caller heard. A say that is cut off reports what was heard;
 * one that never began reports nothing heard. Each say is reported exactly once.
 */
export class Mouth {
  readonly #options: MouthOptions;
  readonly #queue: Say[] = [];
  #running: Rendering | null = null;
  /** A filler that is heard while the running say has no sound yet. */
  #filler: Rendering | null = null;
  #paused = false;

  constructor(options: MouthOptions) {
    this.#options = options;
  }

  /** The say now rendered or played. */
  get current(): Say | null {
    return this.#running?.say ?? null;
  }

  /** The current say can be heard, or could be until the caller spoke. */
  get audible(): boolean {
    return this.#running?.audible ?? false;
  }

  get idle(): boolean {
    return this.#running === null && this.#queue.length === 0;
  }

  /** Ms of the current say played so far. */
  get heardMs(): number {
    return this.#running?.heardMs ?? 0;
  }

  say(say: Say): void {
    this.#queue.push(say);
    this.#next();
  }

  /**
   * Says something short before the say that is still being rendered, so that the wait for it is not silent.
   * @returns false when that say has its sound by now: then nothing is said
   */
  fill(say: Say): boolean {
    if (this.#running?.onLine === true || this.#filler) return false;
    if (!this.#running) {
      this.say(say);
      return true;
    }
    const filler = new Rendering(say, this.#options);
    this.#filler = filler;
    void this.#render(filler);
    return true;
  }

  pause(): void {
    this.#paused = true;
    this.#options.leg.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#options.leg.resume();
  }

  /** Ends what is being said and drops what waits; each reports what was heard of it. */
  interrupt(): void {
    this.#drop(this.#queue.splice(0));
  }

  /** The same, but what waits and must be heard is said now. */
  giveWay(): void {
    const waiting = this.#queue.splice(0);
    this.#queue.push(...waiting.filter(({ interruptible }) => !interruptible));
    this.#drop(waiting.filter(({ interruptible }) => interruptible));
  }

  #drop(waiting: readonly Say[]): void {
    for (const one of [this.#filler, this.#running]) {
      one?.drop();
      if (one) this.#end(one, false);
    }
    if (this.#paused) this.resume();
    for (const { id } of waiting) this.#options.onSaid(unheard(id));
  }

  /** What the playout clock tells: samples sent so far, and media time of the first packet. */
  played(id: string, samples: number, done: boolean, firstPacketAt: number | null): void {
    const one = [this.#filler, this.#running].find((rendering) => rendering?.say.id === id);
    if (!one) return;
    if (one.played(samples, firstPacketAt) && firstPacketAt !== null) this.#options.onStarted(one.say, firstPacketAt);
    if (one.asks()) this.#options.onAsks?.(one.say);
    if (done) this.#end(one, true);
  }

  #next(): void {
    if (this.#running) return;
    const say = this.#queue.shift();
    if (!say) return;
    const running = new Rendering(say, this.#options);
    this.#running = running;
    this.#options.onBegin(say);
    void this.#render(running);
  }

  async #render(one: Rendering): Promise<void> {
    const queued = await one.run(() => {
      // The answer has its sound before the filler has: the filler would only delay it.
      const filler = this.#filler;
      if (one !== this.#running || !filler || filler.onLine) return;
      filler.drop();
      this.#end(filler, false);
    });
    if (queued === false) this.#end(one, false);
  }

  #end(one: Rendering, played: boolean): void {
    if (one === this.#filler) this.#filler = null;
    else if (one === this.#running) this.#running = null;
    else return;
    // A say that ends while it stands still was never resumed: the next one must not wait for that.
    if (this.#paused && this.#running === null) this.resume();
    this.#options.onSaid(one.said(played));
    this.#next();
  }
}
