import { learnFrom, type Corrections } from '#schedule/travel/learned.ts';
import type { Scope } from '../scope.ts';
import { readTrips } from './trips.ts';

const HOUR = 3_600_000;
/** Streets change more slowly than this. */
const FRESH = 6 * HOUR;
/** Older drives were made on other streets. */
const MEMORY = 180 * 24 * HOUR;

interface Learned {
  readonly at: number;
  readonly corrections: Corrections;
}

/** By open store (its seal is one object for all its scopes) and business. */
const kept = new WeakMap<Scope['seal'], Map<string, Learned>>();

/**
 * What the shop's recorded drives teach, as of `now` (epoch ms): worked out anew every few hours, so that a question about
 * windows need not read every drive.
 */
export const learnedTravel = async (scope: Scope, now: number): Promise<Corrections> => {
  const known = kept.get(scope.seal) ?? new Map<string, Learned>();
  kept.set(scope.seal, known);
  const last = known.get(scope.businessId);
  if (last && now >= last.at && now - last.at < FRESH) return last.corrections;
  const corrections = learnFrom(await readTrips(scope, now - MEMORY));
  known.set(scope.businessId, { at: now, corrections });
  return corrections;
};
