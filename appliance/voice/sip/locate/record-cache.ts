interface Entry {
  readonly value: readonly unknown[];
  readonly until: number;
  /** Nobody could be asked. */
  readonly error?: Error;
}

/** Names kept; the oldest goes first. */
const MOST = 500;
/** A lifetime of 0 would ask DNS for every packet. Seconds. */
const LEAST_TTL = 1;
const MOST_TTL = 86_400;
/** A name server that is away must not take the line down: what was true lately is taken for true (RFC 8767 section 5). ms */
const STALE_MS = 86_400_000;
const STALE_FOR_MS = 30_000;
/** So long nobody is asked again who could not answer (RFC 2308 section 7): each asking would keep a call waiting. ms */
const FAILED_FOR_MS = 60_000;

/** Answers of DNS for as long as they say, asked for once at a time. */
export class RecordCache {
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #asking = new Map<string, Promise<readonly unknown[]>>();

  /** @param now ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param ask gives the records and their lifetime in seconds */
  async get<T>(key: string, ask: () => Promise<{ value: readonly T[]; ttl: number }>): Promise<readonly T[]> {
    const held = this.#entries.get(key);
    if (held && this.#now() < held.until) {
      if (held.error) throw held.error;
      return held.value as readonly T[];
    }
    const asking = this.#asking.get(key) ?? this.#ask(key, ask, held);
    this.#asking.set(key, asking);
    return (await asking) as readonly T[];
  }

  async #ask<T>(
    key: string,
    ask: () => Promise<{ value: readonly T[]; ttl: number }>,
    held: Entry | undefined,
  ): Promise<readonly unknown[]> {
    try {
      const { value, ttl } = await ask();
      this.#keep(key, { value, until: this.#now() + Math.min(Math.max(ttl, LEAST_TTL), MOST_TTL) * 1000 });
      return value;
    } catch (error) {
      if (!held || held.error || this.#now() > held.until + STALE_MS) {
        const cause = error instanceof Error ? error : new Error(String(error));
        this.#keep(key, { value: [], until: this.#now() + FAILED_FOR_MS, error: cause });
        throw error;
      }
      this.#keep(key, { ...held, until: Math.max(held.until, this.#now() + STALE_FOR_MS) });
      return held.value;
    } finally {
      this.#asking.delete(key);
    }
  }

  #keep(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MOST && oldest !== undefined) this.#entries.delete(oldest);
  }
}
