/** Frames of a recording that are silenced: from the first up to, not including, the last. */
export interface Stretch {
  readonly from: number;
  /** Infinity while it goes on. */
  readonly to: number;
  /** `caller`: only what the caller's side holds; `both`: ours too. */
  readonly sides: 'caller' | 'both';
}

const joins = (earlier: Stretch, later: Stretch): boolean =>
  earlier.sides === later.sides &&
  Math.max(earlier.to, later.to) < Number.POSITIVE_INFINITY &&
  later.from >= earlier.from &&
  later.from <= earlier.to;

/** The stretches of a recording that have not all left memory yet. */
export class Stretches {
  #open: Stretch[] = [];

  /** One that goes on ends where a later one with the same beginning ends; what joins the latest one makes it longer. */
  add(stretch: Stretch): void {
    this.#open = this.#open.filter((one) => one.to !== Number.POSITIVE_INFINITY || one.from !== stretch.from);
    const last = this.#open.at(-1);
    if (last && joins(last, stretch))
      this.#open[this.#open.length - 1] = { ...last, to: Math.max(last.to, stretch.to) };
    else this.#open.push(stretch);
  }

  /** Whether frame `index` of this side is to be silent. */
  hold(index: number, side: 'caller' | 'us'): boolean {
    return this.#open.some(
      ({ from, to, sides }) => index >= from && index < to && (sides === 'both' || side === 'caller'),
    );
  }

  /** Forgets what lies before this frame: it has left memory. */
  passed(index: number): void {
    this.#open = this.#open.filter(({ to }) => to > index);
  }
}
