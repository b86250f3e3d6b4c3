import type { TracedMessage } from '#shared/api/trace.ts';
import type { CallTrace } from './call-trace.ts';

/** Traces by id and Call-ID, bounded by number and bytes: the oldest that has ended goes first. */
export class Shelf {
  readonly #limit: { readonly count: number; readonly bytes: number };
  /** Oldest first. */
  readonly #traces = new Set<CallTrace>();
  readonly #byName = new Map<string, CallTrace>();
  #bytes = 0;

  constructor(limit: { readonly count: number; readonly bytes: number }) {
    this.#limit = limit;
  }

  holds(name: string): boolean {
    return this.#byName.has(name);
  }

  find(name: string): CallTrace | null {
    return this.#byName.get(name) ?? null;
  }

  put(trace: CallTrace): void {
    this.#traces.add(trace);
    this.#bytes += trace.bytes;
    for (const name of [trace.id, ...trace.callIds]) this.#byName.set(name, trace);
    this.#makeRoom(trace);
  }

  /** Another name of a trace that is here. */
  know(name: string, trace: CallTrace): void {
    trace.callIds.add(name);
    this.#byName.set(name, trace);
  }

  add(name: string, message: TracedMessage): void {
    const trace = this.#byName.get(name);
    if (!trace) return;
    this.#bytes -= trace.bytes;
    trace.add(message);
    this.#bytes += trace.bytes;
    this.#makeRoom(trace);
  }

  /** Takes a trace out, to stand elsewhere. */
  take(name: string): CallTrace | null {
    const trace = this.#byName.get(name);
    if (trace) this.#drop(trace);
    return trace ?? null;
  }

  list(): readonly CallTrace[] {
    return [...this.#traces];
  }

  #makeRoom(newest: CallTrace): void {
    while (this.#traces.size > this.#limit.count || this.#bytes > this.#limit.bytes) {
      const others = [...this.#traces].filter((one) => one !== newest);
      const goes = others.find((one) => one.ended) ?? others[0];
      if (!goes) return;
      this.#drop(goes);
    }
  }

  #drop(trace: CallTrace): void {
    this.#traces.delete(trace);
    this.#bytes -= trace.bytes;
    for (const name of [trace.id, ...trace.callIds]) this.#byName.delete(name);
  }
}
