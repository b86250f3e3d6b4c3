import type { TraceSource } from '#api/trace-routes.ts';
import { Traces } from '#voice/trace/traces.ts';

/** The traces of lines in memory, behind the API's own interface. */
export class MemoryTraces implements TraceSource {
  readonly lines: Traces;
  /** Who asked for numbers and names. */
  readonly readers: string[] = [];

  constructor(now: () => number = () => 0) {
    this.lines = new Traces(now);
  }

  async overview() {
    return this.lines.overview();
  }

  async one(id: string, unmasked: string | null, packets: boolean) {
    if (unmasked !== null) this.readers.push(unmasked);
    return this.lines.record(id, unmasked !== null, packets);
  }
}
