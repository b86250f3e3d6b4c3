import type { Timers } from '../timers.ts';
import { dieAt, refreshAt, type SessionTimer } from './session-timer.ts';

/** The two delays of a session's life (RFC 4028 section 10): ours to refresh it, and its death unrefreshed. */
export class SessionClock {
  readonly #timers: Timers;
  readonly #refresh: () => void;
  readonly #die: () => void;
  #stops: (() => void)[] = [];
  #timer: SessionTimer | null = null;

  constructor(timers: Timers, on: { readonly refresh: () => void; readonly die: () => void }) {
    this.#timers = timers;
    this.#refresh = on.refresh;
    this.#die = on.die;
  }

  /** What holds now. */
  get timer(): SessionTimer | null {
    return this.#timer;
  }

  /** Starts the session's life anew. */
  set(timer: SessionTimer | null): void {
    this.stop();
    this.#timer = timer;
    if (timer === null) return;
    this.#stops.push(this.#timers.after(dieAt(timer), this.#die));
    if (timer.refresher === 'us') this.#stops.push(this.#timers.after(refreshAt(timer), this.#refresh));
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}
