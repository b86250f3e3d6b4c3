import type { DroppedSource } from '#shared/api/trace.ts';

const MAX_SOURCES = 200;
const MAX_LINE = 80;

/**
 * Who sends us what we do not answer. Bounded, for source addresses can be forged: past the bound the source that was silent the
 * longest makes room, and only its number is kept.
 */
export class DroppedSources {
  /** The latest last. */
  readonly #sources = new Map<string, DroppedSource>();
  elsewhere = 0;

  add(cause: 'foreign' | 'malformed', address: string, data: Buffer, at: number): void {
    const before = this.#sources.get(address);
    this.#sources.delete(address);
    this.#sources.set(address, {
      address,
      foreign: (before?.foreign ?? 0) + (cause === 'foreign' ? 1 : 0),
      malformed: (before?.malformed ?? 0) + (cause === 'malformed' ? 1 : 0),
      firstAt: before?.firstAt ?? at,
      lastAt: at,
      last: firstLine(data),
    });
    if (this.#sources.size <= MAX_SOURCES) return;
    for (const [oldest, { foreign, malformed }] of this.#sources) {
      this.#sources.delete(oldest);
      this.elsewhere += foreign + malformed;
      return;
    }
  }

  /** The latest first. */
  list(): DroppedSource[] {
    return [...this.#sources.values()].toReversed();
  }
}

/** Printable signs only: what a stranger sent is shown on a terminal. */
const firstLine = (data: Buffer): string =>
  (data.toString('latin1', 0, MAX_LINE).split(/[\r\n]/)[0] ?? '').replaceAll(/[^\x20-\x7e]/g, '.');
