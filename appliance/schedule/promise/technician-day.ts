import type { Point } from '../travel/estimate.ts';

/** Seconds from one place to another. */
export type Drive = (from: Point, to: Point) => number;

/** A visit already promised. Times in epoch seconds. */
export interface PromisedStop {
  readonly location: Point;
  /** When work may start. */
  readonly window: readonly [number, number];
  /** Seconds on site. */
  readonly work: number;
}

/** One technician on one day, with the stops in the order they will be driven. */
export interface TechnicianDay {
  readonly technician: string;
  readonly skills: readonly string[];
  readonly stock: Readonly<Record<string, number>>;
  readonly home: Point;
  /** From the first minute to the last in which the technician may be under way, allowed overtime included. */
  readonly shift: readonly [number, number];
  readonly stops: readonly PromisedStop[];
}

/** The day's times as far as insertions need them: earliest end of each stop, latest start that keeps all after it. */
export interface Slack {
  readonly leave: Float64Array;
  readonly latest: Float64Array;
  /** Seconds of work and driving. */
  readonly busy: number;
}

/** Works the day out once, for any number of questions about it. */
export const slackOf = (day: TechnicianDay, drive: Drive): Slack => {
  const { stops, home, shift } = day;
  const leave = new Float64Array(stops.length);
  const latest = new Float64Array(stops.length);
  let [here, time, busy] = [home, shift[0], 0];
  for (const [i, stop] of stops.entries()) {
    const way = drive(here, stop.location);
    time = Math.max(time + way, stop.window[0]) + stop.work;
    leave[i] = time;
    busy += way + stop.work;
    here = stop.location;
  }
  let bound = shift[1];
  let next = home;
  for (let i = stops.length - 1; i >= 0; i--) {
    const stop = stops[i];
    if (!stop) continue;
    bound = Math.min(stop.window[1], bound - drive(stop.location, next) - stop.work);
    latest[i] = bound;
    next = stop.location;
  }
  return { leave, latest, busy };
};

export interface Fit {
  /** Seconds of driving more than without it. */
  readonly detour: number;
  /** When work would start at the earliest. */
  readonly start: number;
  readonly position: number;
}

/**
 * The place in the day that costs least driving, work starting within the window and every promise kept; null when there
 * is none.
 */
export const fitInto = (day: TechnicianDay, slack: Slack, visit: PromisedStop, drive: Drive): Fit | null => {
  const { stops, home, shift } = day;
  let best: Fit | null = null;
  for (let i = 0; i <= stops.length; i++) {
    const before = stops[i - 1];
    const after = stops[i];
    const from = before?.location ?? home;
    const to = after?.location ?? home;
    const free = before ? (slack.leave[i - 1] ?? 0) : shift[0];
    if (free > visit.window[1]) break;
    const [there, on] = [drive(from, visit.location), drive(visit.location, to)];
    const start = Math.max(free + there, visit.window[0]);
    const bound = after ? (slack.latest[i] ?? 0) : shift[1];
    if (start > visit.window[1] || start + visit.work + on > bound) continue;
    const straight = stops.length === 0 ? 0 : drive(from, to);
    const detour = there + on - straight;
    if (best === null || detour < best.detour) best = { detour, start, position: i };
  }
  return best;
};
