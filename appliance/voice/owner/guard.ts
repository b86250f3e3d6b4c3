import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '#shared/errors.ts';
import { isPin } from '#shared/pin.ts';
import type { Log } from '#observe/log.ts';
import type { PinVerdict } from './keys.ts';

/** After so many wrong PINs none is looked at for so long, ms. */
export const PIN_LIMITS = { tries: 3, lockedMs: 15 * 60_000 } as const;

interface Tries {
  readonly count: number;
  /** Epoch ms of the last one. */
  readonly at: number;
}

const FRESH: Tries = { count: 0, at: 0 };

/**
 * Counts wrong PINs over all calls, for a caller's number can be forged, and over restarts. A try counts as wrong until it is
 * known to be right, so that many at once are no way round.
 */
export class PinGuard {
  readonly #digest: string;
  readonly #file: string;
  readonly #now: () => number;
  readonly #log: Log;
  #tries: Tries;

  /** @param now epoch ms */
  constructor(options: { digest: string; file: string; now: () => number; log: Log }) {
    this.#digest = options.digest;
    this.#file = options.file;
    this.#now = options.now;
    this.#log = options.log;
    this.#tries = this.#read();
  }

  async check(digits: string): Promise<PinVerdict> {
    const now = this.#now();
    const tries = now - this.#tries.at >= PIN_LIMITS.lockedMs ? FRESH : this.#tries;
    if (tries.count >= PIN_LIMITS.tries) return 'locked';
    this.#keep({ count: tries.count + 1, at: now });
    if (await isPin(digits, this.#digest)) {
      this.#keep(FRESH);
      return 'right';
    }
    return this.#tries.count >= PIN_LIMITS.tries ? 'locked' : 'wrong';
  }

  #read(): Tries {
    try {
      const { count, at } = JSON.parse(readFileSync(this.#file, 'utf8')) as Partial<Tries>;
      if (Number.isInteger(count) && Number.isInteger(at)) return { count: count ?? 0, at: at ?? 0 };
    } catch {
      /* none was wrong lately */
    }
    return FRESH;
  }

  #keep(tries: Tries): void {
    this.#tries = tries;
    try {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      writeFileSync(`${this.#file}.tmp`, JSON.stringify(tries), { mode: 0o600 });
      renameSync(`${this.#file}.tmp`, this.#file);
    } catch (error) {
      this.#log.error({ cause: messageOf(error) }, 'wrong PINs could not be counted on the disk');
    }
  }
}
