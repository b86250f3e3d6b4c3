import type { JoinCommand, LegEvent, StreamCommand, StreamOut } from './messages.ts';
import { SoundLeg, type SoundLegDeps, type Unlisten } from './sound-leg.ts';

interface StreamLegDeps extends SoundLegDeps {
  readonly command: (command: StreamCommand | JoinCommand, transfer?: ArrayBuffer[]) => void;
}

/** One call's sound over a stream of its line's own: the line hands in what it read, and is handed what it is to write. */
export class StreamLeg extends SoundLeg {
  readonly #deps: StreamLegDeps;
  readonly #outs = new Set<(out: StreamOut) => void>();

  constructor(deps: StreamLegDeps) {
    super(deps);
    this.#deps = deps;
  }

  /** Starts sending and hearing at the next tick of the clock. */
  start(): void {
    this.#deps.command({ type: 'begin' });
  }

  /** Sound that came: samples at 8 kHz, in pieces of any length. The array is given away. */
  hear(pcm: Int16Array<ArrayBuffer>): void {
    this.#deps.command({ type: 'heard', pcm }, [pcm.buffer]);
  }

  /** A key pressed at the far end. */
  key(digit: string): void {
    this.#deps.command({ type: 'key', digit });
  }

  /** The far end has played all up to this mark. */
  marked(name: string): void {
    this.#deps.command({ type: 'marked', name });
  }

  /** What is to be written now. */
  onOut(listener: (out: StreamOut) => void): Unlisten {
    this.#outs.add(listener);
    return () => this.#outs.delete(listener);
  }

  override handle(event: LegEvent): void {
    if (event.type !== 'out') return super.handle(event);
    for (const out of event.out) for (const tell of this.#outs) tell(out);
  }
}
