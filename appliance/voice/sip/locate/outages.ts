import { sameTarget, type Target } from '../transport/transport.ts';

interface Outage {
  readonly target: Target;
  readonly until: number;
}

const MOST = 200;

/** Targets that lately gave no answer, or asked to be left alone: tried last until their time is up (RFC 3263 section 4.3). */
export class Outages {
  readonly #now: () => number;
  #outages: readonly Outage[] = [];

  /** @param now ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  note(target: Target, forMs: number): void {
    this.over(target);
    this.#outages = [...this.#outages, { target, until: this.#now() + forMs }].slice(-MOST);
  }

  over(target: Target): void {
    this.#outages = this.#outages.filter((one) => !sameTarget(one.target, target) && this.#now() < one.until);
  }

  has(target: Target): boolean {
    return this.#outages.some((one) => sameTarget(one.target, target) && this.#now() < one.until);
  }
}
