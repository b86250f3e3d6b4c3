import type { Point } from '../travel/estimate.ts';

/** Seconds from one place to another; a place nobody has located is null. */
export type Drive = (from: Point | null, to: Point | null) => number;

/** What already stands in a technician's day. Times in epoch seconds. */
export interface PromisedStop {
  /** Names it where it has to be found again; null for time off. */
  readonly id: string | null;
  readonly location: Point | null;
  /** When work may start; a single moment where it is fixed. */
  readonly window: readonly [number, number];
  /** Seconds on site, buffer included. */
  readonly work: number;
}

/** A stretch of work: by day, or on call after hours. Epoch seconds. */
export interface Duty {
  readonly kind: 'open' | 'on_call';
  readonly from: number;
  readonly to: number;
}

/** One technician on one day, with the stops in the order they will be driven. */
export interface TechnicianDay {
  readonly technician: string;
  readonly skills: readonly string[];
  /** Parts and tools left on the truck for this day. */
  readonly stock: Readonly<Record<string, number>>;
  readonly home: Point | null;
  /** In order, without overlap. */
  readonly duties: readonly [Duty, ...Duty[]];
  /** Nothing lasts beyond: the next day's first duty begins. */
  readonly limit: number;
  readonly stops: readonly PromisedStop[];
}

/** A day worked out for one question: what the stops leave free, and the ways to the place asked about. */
export interface PreparedDay {
  readonly day: TechnicianDay;
  /** When the technician has to be home again, overtime included. */
  readonly close: number;
  /** Start of work and leaving at each stop, at the earliest. */
  readonly start: Float64Array;
  readonly leave: Float64Array;
  /** Latest start of each stop that keeps all after it. */
  readonly latest: Float64Array;
  /** Seconds of driving before each stop, and home behind the last. */
  readonly way: Float64Array;
  /** Seconds to the place and on from it, at each position. */
  readonly there: Float64Array;
  readonly on: Float64Array;
}

const fill = (count: number, value: (at: number) => number): Float64Array => {
  const filled = new Float64Array(count);
  for (let at = 0; at < count; at++) filled[at] = value(at);
  return filled;
};

/**
 * Works the day out once, for any number of windows.
 * @param place where the visit would be
 * @param overtime seconds that the last duty may be overrun
 */
export const prepareDay = (day: TechnicianDay, place: Point | null, overtime: number, drive: Drive): PreparedDay => {
  const { stops, home, duties, limit } = day;
  const count = stops.length;
  const [first] = duties;
  const close = Math.min(limit, (duties.at(-1) ?? first).to + overtime);
  const placeAt = (at: number): Point | null => stops[at]?.location ?? (stops[at] ? null : home);
  const way = fill(count + 1, (at) => (count === 0 ? 0 : drive(placeAt(at - 1), placeAt(at))));
  const start = new Float64Array(count);
  const leave = new Float64Array(count);
  const latest = new Float64Array(count);
  let time = first.from;
  for (const [i, { window, work }] of stops.entries()) {
    // What is fixed stays where it is, though the way there be too long.
    const begins = window[0] === window[1] ? window[0] : Math.max(time + (way[i] ?? 0), window[0]);
    start[i] = begins;
    time = Math.max(time, begins + work);
    leave[i] = time;
  }
  let bound = close;
  for (let i = count - 1; i >= 0; i--) {
    const stop = stops[i];
    if (!stop) continue;
    bound = Math.min(stop.window[1], bound - (way[i + 1] ?? 0) - stop.work);
    latest[i] = bound;
  }
  const there = fill(count + 1, (at) => drive(placeAt(at - 1), place));
  const on = fill(count + 1, (at) => drive(place, placeAt(at)));
  return { day, close, start, leave, latest, way, there, on };
};

/** What a visit needs of a day, in epoch seconds. */
export interface Wanted {
  /** Work starts in it. */
  readonly window: readonly [number, number];
  readonly work: number;
  /** Work is over by then. */
  readonly until: number;
  /** Nobody sets out before. */
  readonly now: number;
}

export interface Fit {
  /** Seconds of driving more than without it. */
  readonly detour: number;
  /** When work would start at the earliest. */
  readonly start: number;
  readonly position: number;
}

/**
 * The place in the day that costs least driving, the later one of two that cost the same, work starting within the window
 * and every promise kept; null when there is none.
 */
export const fitInto = (prepared: PreparedDay, { window, work, until, now }: Wanted): Fit | null => {
  const { day, close, leave, latest, way, there, on } = prepared;
  const count = day.stops.length;
  let best: Fit | null = null;
  for (let i = 0; i <= count; i++) {
    const free = Math.max(now, i === 0 ? day.duties[0].from : (leave[i - 1] ?? 0));
    if (free > window[1]) break;
    const [to, from] = [there[i] ?? 0, on[i] ?? 0];
    const start = Math.max(free + to, window[0]);
    if (start > window[1] || start + work > until) continue;
    if (start + work + from > (i < count ? (latest[i] ?? 0) : close)) continue;
    const detour = to + from - (way[i] ?? 0);
    if (best === null || detour <= best.detour) best = { detour, start, position: i };
  }
  return best;
};
