import type { StreamCall } from './stream-call.ts';

/** The calls of one line, and their limit. */
export class LiveCalls {
  readonly #most: number;
  readonly #calls = new Set<StreamCall>();
  /** Calls that were one too many. */
  turnedAway = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#calls.size;
  }

  /** @param coming calls that were announced and are sure to come */
  full(coming: number): boolean {
    if (this.#calls.size + coming < this.#most) return false;
    this.turnedAway++;
    return true;
  }

  /** @returns false when it is one too many */
  add(call: StreamCall): boolean {
    if (this.full(0)) return false;
    this.#calls.add(call);
    call.onEnded(() => this.#calls.delete(call));
    return true;
  }

  endAll(reason: string): void {
    for (const call of this.#calls) call.hangup(reason);
  }
}
