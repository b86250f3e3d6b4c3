import type { Endpoint } from '../transport/transport.ts';

/** A carrier that names other machines in DNS has calls under way with those before. */
const KEPT_MS = 3_600_000;
const MOST = 64;

/** Addresses that a carrier's name has led to lately: calls come from there too. */
export class KnownAddresses {
  readonly #now: () => number;
  readonly #until = new Map<string, number>();

  /** @param now ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  note(found: readonly Endpoint[]): void {
    for (const { address } of found) {
      this.#until.delete(address);
      this.#until.set(address, this.#now() + KEPT_MS);
    }
    for (const address of this.#until.keys()) if (this.#until.size > MOST) this.#until.delete(address);
  }

  has(address: string): boolean {
    return (this.#until.get(address) ?? 0) > this.#now();
  }

  all(): string[] {
    return [...this.#until.keys()].filter((address) => this.has(address));
  }
}
