import type { Fit } from './technician-day.ts';

/** A technician who can keep a window. */
export interface Able extends Fit {
  readonly technician: string;
  /** Seconds on site. */
  readonly work: number;
  /** Their place in the shop's list. */
  readonly order: number;
  /** Seconds of work already promised that day. */
  readonly busy: number;
  /** How many skills they have: who can do more is kept for what only they can do. */
  readonly skills: number;
  /** The fit when work starts just then (epoch seconds); null when it cannot. */
  readonly exactly: (at: number) => Fit | null;
}

/** Somebody's part in a visit: where it goes into their day, and when work starts and ends (epoch seconds). */
export interface Seat {
  readonly technician: string;
  readonly position: number;
  readonly start: number;
  readonly end: number;
  readonly detour: number;
  readonly weight: number;
}

const seatOf = (one: Able, { position, start, detour }: Fit, weight: number): Seat => ({
  technician: one.technician,
  position,
  start,
  end: start + one.work,
  detour,
  weight,
});

/**
 * Who comes: the best by weight, then the least busy, then who can do least else. A crew starts together, at the first
 * moment at which enough of them can.
 * @returns null when there are too few
 */
export const choose = (able: readonly Able[], crew: number, weigh: (one: Able) => number): readonly Seat[] | null => {
  if (able.length < crew) return null;
  const ranked = able
    .map((one) => ({ one, weight: weigh(one) }))
    .toSorted(
      (a, b) =>
        a.weight - b.weight || a.one.busy - b.one.busy || a.one.skills - b.one.skills || a.one.order - b.one.order,
    );
  if (crew === 1) return ranked.slice(0, 1).map(({ one, weight }) => seatOf(one, one, weight));
  const moments = [...new Set(able.map(({ start }) => start))].toSorted((a, b) => a - b);
  for (const moment of moments) {
    const together = ranked.flatMap(({ one, weight }) => {
      const fit = one.exactly(moment);
      return fit ? [seatOf(one, fit, weight)] : [];
    });
    if (together.length >= crew) return together.slice(0, crew);
  }
  return null;
};
