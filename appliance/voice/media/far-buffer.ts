import { FRAME_MS, FRAME_SAMPLES } from './audio.ts';
import type { LegPlayed, StreamOut } from './messages.ts';

/** A mark that has not come back this long after it was due is taken as played: the far end tells no marks, ms. */
const OVERDUE_MS = 2000;

/** A frame on its way, and what is to be told once the far end has played it. */
interface Sent {
  readonly frame: Int16Array;
  /** The item of the playout queue it belongs to; null for music. */
  readonly item: string | null;
  readonly reports: LegPlayed[];
}

interface Mark {
  /** The frame before it; null when the far end had played all by then. */
  readonly sent: Sent | null;
  readonly reports: readonly LegPlayed[];
  /** When the far end should have played it, monotonic ms. */
  readonly due: number;
}

export interface FarBufferDeps {
  /** How many frames the far end is kept ahead. */
  readonly frames: number;
  readonly send: (out: StreamOut) => void;
  readonly tell: (played: LegPlayed) => void;
}

/**
 * A far end with a playout buffer of its own, which plays what it was sent, tells by marks how far it came, and empties the
 * buffer when told to (`clear`). It is kept a little ahead, so that an uneven network is not heard; what it was sent and has
 * not played can be taken back, to be sent again after a pause or to be dropped. The playout clock is told by the marks that
 * come back, never by what was sent.
 *
 *     queue --fill--> under way (sent, not played) --tick--> played --mark back--> told
 *       ^                 |
 *       +---- again <-----+ clear
 */
export class FarBuffer {
  readonly #deps: FarBufferDeps;
  #under: Sent[] = [];
  #again: Sent[] = [];
  readonly #marks = new Map<string, Mark>();
  #taking: LegPlayed[] | null = null;
  /** Samples taken back of items that are being stopped. */
  readonly #undone = new Map<string, number>();
  #count = 0;
  #now = 0;

  constructor(deps: FarBufferDeps) {
    this.#deps = deps;
  }

  /**
   * One tick: the far end plays a frame, and is sent what it lacks.
   * @param now monotonic ms
   * @param next the next frame of ours and its item; null when there is none
   * @param stands the queue stands still: what was taken back is not sent now
   * @returns what the far end plays in this tick; null for silence
   */
  tick(now: number, next: () => { frame: Int16Array; item: string | null } | null, stands: boolean): Int16Array | null {
    this.#now = now;
    const played = this.#under.shift();
    while (this.#under.length < this.#deps.frames) {
      const again = stands ? undefined : this.#again.shift();
      const sent = again ?? this.#take(next);
      if (sent === null) break;
      this.#under.push(sent);
      this.#deps.send({ kind: 'sound', pcm: sent.frame });
      if (sent.reports.length > 0) this.#mark(sent, sent.reports);
    }
    for (const [name, { due }] of this.#marks) {
      if (now < due + OVERDUE_MS) break;
      this.marked(name);
    }
    return played?.frame ?? null;
  }

  /** What the playout queue reports of an item; told once the far end has played so far. */
  report(played: LegPlayed): void {
    if (played.stopped) {
      const samples = Math.max(0, played.samples - (this.#undone.get(played.id) ?? 0));
      return this.#deps.tell({ ...played, samples });
    }
    if (this.#taking !== null) return void this.#taking.push(played);
    const waiting = this.#again.findLast(({ item }) => item === played.id);
    if (waiting !== undefined) return void waiting.reports.push(played);
    const last = this.#under.at(-1) ?? null;
    if (last === null && this.#marks.size === 0) return this.#deps.tell(played);
    last?.reports.push(played);
    this.#mark(last, [played]);
  }

  /** A mark came back: all up to it was played. Names that are not waited for are left out. */
  marked(name: string): void {
    if (!this.#marks.has(name)) return;
    for (const [passed, { reports }] of this.#marks) {
      this.#marks.delete(passed);
      for (const report of reports) this.#deps.tell(report);
      if (passed === name) return;
    }
  }

  /** What was sent and not played is taken back, to be sent again. */
  takeBack(): void {
    if (this.#under.length === 0) return;
    this.#clear();
    this.#again = [...this.#under, ...this.#again];
    this.#under = [];
  }

  /**
   * Drops what was sent and not played, of one item or of all.
   * @param queue drops what waits in the playout queue; its reports are put right here
   */
  drop(id: string | null, queue: () => void): void {
    const mine = ({ item }: Sent): boolean => item !== null && (id === null || item === id);
    const dropped = [...this.#under, ...this.#again].filter(mine);
    if (this.#under.some(mine)) this.takeBack();
    this.#again = this.#again.filter((one) => !mine(one));
    for (const { item } of dropped) {
      if (item !== null) this.#undone.set(item, (this.#undone.get(item) ?? 0) + FRAME_SAMPLES);
    }
    for (const [name, mark] of this.#marks) {
      const reports = mark.reports.filter((one) => one.done || !(id === null || one.id === id));
      if (reports.length < mark.reports.length) this.#marks.set(name, { ...mark, reports });
    }
    queue();
    for (const { reports } of dropped) {
      for (const one of reports) if (one.done) this.report({ ...one, stopped: true });
    }
    this.#undone.clear();
  }

  #take(next: () => { frame: Int16Array; item: string | null } | null): Sent | null {
    const reports: LegPlayed[] = [];
    this.#taking = reports;
    const taken = next();
    this.#taking = null;
    return taken && { ...taken, reports };
  }

  #mark(sent: Sent | null, reports: readonly LegPlayed[]): void {
    const name = String(++this.#count);
    this.#marks.set(name, { sent, reports: [...reports], due: this.#now + this.#under.length * FRAME_MS });
    this.#deps.send({ kind: 'mark', name });
  }

  #clear(): void {
    this.#deps.send({ kind: 'clear' });
    // The far end sends their marks back unplayed.
    for (const [name, { sent }] of this.#marks) if (sent && this.#under.includes(sent)) this.#marks.delete(name);
  }
}
