import { sameTarget, type Target } from '../transport/transport.ts';

/** `silent`: gave no answer, or cannot be connected to. `busy`: takes nothing new. */
type Kind = 'silent' | 'busy';

interface Outage {
  readonly target: Target;
  readonly until: number;
  readonly kind: Kind;
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

  note(target: Target, kind: Kind, forMs: number): void {
    this.over(target);
    this.#outages = [...this.#outages, { target, kind, until: this.#now() + forMs }].slice(-MOST);
  }

  over(target: Target): void {
    this.#outages = this.#outages.filter((one) => !sameTarget(one.target, target) && this.#now() < one.until);
  }

  /** @param kind of the outage; any when left out */
  has(target: Target, kind?: Kind): boolean {
    return this.#outages.some(
      (one) => sameTarget(one.target, target) && this.#now() < one.until && (kind ?? one.kind) === one.kind,
    );
  }
}
