import type { TracedMessage } from '#shared/api/trace.ts';

/** What one message costs beside its text, bytes. */
const OVERHEAD = 200;

/** The messages of one call within a bound: the first ones stay, and the latest; those between are let go and counted. */
export class KeptMessages {
  readonly #head: TracedMessage[] = [];
  readonly #tail: TracedMessage[] = [];
  readonly #limit: number;
  #headBytes = 0;
  #tailBytes = 0;
  leftOut = 0;

  /** @param limit bytes, about */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(message: TracedMessage): void {
    const size = sizeOf(message);
    if (this.#tail.length === 0 && this.#headBytes + size <= this.#limit / 2) {
      this.#head.push(message);
      this.#headBytes += size;
      return;
    }
    this.#tail.push(message);
    this.#tailBytes += size;
    while (this.#tailBytes > this.#limit / 2 && this.#tail.length > 1) {
      this.#tailBytes -= sizeOf(this.#tail.shift() as TracedMessage);
      this.leftOut++;
    }
  }

  get bytes(): number {
    return this.#headBytes + this.#tailBytes;
  }

  /** All there ever were. */
  get count(): number {
    return this.#head.length + this.#tail.length + this.leftOut;
  }

  get first(): TracedMessage | undefined {
    return this.#head[0] ?? this.#tail[0];
  }

  list(): TracedMessage[] {
    return [...this.#head, ...this.#tail];
  }
}

const sizeOf = (message: TracedMessage): number => message.text.length + OVERHEAD;
