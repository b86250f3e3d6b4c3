import type { Point } from './estimate.ts';

/** A drive that was made: recorded seconds beside what had been estimated for it. */
export interface RecordedTrip {
  readonly from: Point;
  readonly to: Point;
  /** Local hour of departure, 0 to 23. */
  readonly hour: number;
  readonly seconds: number;
  readonly estimated: number;
}

/** How much longer drives take than estimated: 1.2 is a fifth longer. */
export interface Corrections {
  readonly overall: number;
  /** By part of the day. */
  readonly byPart: ReadonlyMap<string, number>;
  /** By zone of departure, zone of arrival and part of the day. */
  readonly byPair: ReadonlyMap<string, number>;
}

export const NO_CORRECTIONS: Corrections = { overall: 1, byPart: new Map(), byPair: new Map() };

/** Estimated seconds of driving that a figure needs before it weighs as much as the coarser one it refines. */
const BELIEF = 4500;
/** One absurd record (a lunch on the way, a clock that was wrong) must not bend the rest. */
const LEAST = 0.4;
const MOST = 3;

/** Zones of about 2.5 km at middle latitudes. */
const zoneOf = ([lon, lat]: Point): string => `${Math.floor(lon / 0.03)}:${Math.floor(lat / 0.0225)}`;

/** Night, morning rush, midday, afternoon rush, evening. */
const partOf = (hour: number): string =>
  hour < 6 ? 'night' : hour < 9 ? 'morning' : hour < 15 ? 'midday' : hour < 18 ? 'afternoon' : 'evening';

const pairOf = (from: Point, to: Point, hour: number): string => `${zoneOf(from)}>${zoneOf(to)}@${partOf(hour)}`;

const within = (factor: number): number => Math.min(MOST, Math.max(LEAST, factor));

/** Sums of driven and estimated seconds, by key. */
const sums = (trips: readonly RecordedTrip[], keyOf: (trip: RecordedTrip) => string): Map<string, [number, number]> => {
  const all = new Map<string, [number, number]>();
  for (const trip of trips) {
    const [driven, estimated] = all.get(keyOf(trip)) ?? [0, 0];
    const seconds = within(trip.seconds / trip.estimated) * trip.estimated;
    all.set(keyOf(trip), [driven + seconds, estimated + trip.estimated]);
  }
  return all;
};

/**
 * Learns from trips, from coarse to fine: a zone pair with few trips is taken as its part of the day is, and that as all
 * drives are. Trips without a length teach nothing.
 */
export const learnFrom = (trips: readonly RecordedTrip[]): Corrections => {
  const real = trips.filter(({ seconds, estimated }) => seconds > 0 && estimated > 0);
  const refine = (parent: number, [driven, estimated]: [number, number]): number =>
    (driven + parent * BELIEF) / (estimated + BELIEF);
  const overall = refine(1, sums(real, () => '').get('') ?? [0, 0]);
  const parts = sums(real, ({ hour }) => partOf(hour));
  const byPart = new Map([...parts].map(([part, sum]) => [part, refine(overall, sum)]));
  const pairs = sums(real, ({ from, to, hour }) => pairOf(from, to, hour));
  const byPair = new Map(
    [...pairs].map(([key, sum]) => [key, refine(byPart.get(key.slice(key.indexOf('@') + 1)) ?? overall, sum)]),
  );
  return { overall, byPart, byPair };
};

/** The factor for a drive that leaves at that local hour. */
export const correctionFor = (learned: Corrections, from: Point, to: Point, hour: number): number =>
  learned.byPair.get(pairOf(from, to, hour)) ?? learned.byPart.get(partOf(hour)) ?? learned.overall;

/** The mean factor over those local hours, by zones, each pair of zones worked out once. */
export const meanCorrection = (
  learned: Corrections,
  hours: readonly number[],
): ((from: Point, to: Point) => number) => {
  if (learned.byPart.size === 0) return () => learned.overall;
  const known = new Map<string, number>();
  return (from, to) => {
    const key = `${zoneOf(from)}>${zoneOf(to)}`;
    let mean = known.get(key);
    if (mean === undefined) {
      const sum = hours.reduce((all, hour) => all + correctionFor(learned, from, to, hour), 0);
      mean = sum / hours.length;
      known.set(key, mean);
    }
    return mean;
  };
};
