import { Temporal } from 'temporal-polyfill';
import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import { estimateDrive, type Point } from '#schedule/travel/estimate.ts';
import type { RecordedTrip } from '#schedule/travel/learned.ts';
import type { Scope, Tx } from '../scope.ts';

/** A drive that was made. */
export interface NewTrip {
  readonly technicianId: string;
  readonly visitId: string | null;
  readonly from: Point;
  readonly to: Point;
  /** Epoch ms. */
  readonly leftAt: number;
  readonly arrivedAt: number;
  /** IANA zone of where it began. */
  readonly zone: string;
}

/** Who pauses for longer than this does not drive. */
const LONGEST = 6 * 3600;
/** More would not change what they teach. */
const ENOUGH = 5000;

const millionths = (degrees: number): number => Math.round(degrees * 1e6);

/**
 * Writes a drive down, once: who leaves at an instant leaves once.
 * @returns false when it was known already
 * @throws PilotError `trip_invalid` when it ends before it begins or lasts longer than a drive can
 */
export const recordTrip = async (tx: Tx, trip: NewTrip): Promise<boolean> => {
  const seconds = Math.round((trip.arrivedAt - trip.leftAt) / 1000);
  const onMap = [trip.from, trip.to].every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90);
  if (seconds <= 0 || seconds > LONGEST || !onMap)
    throw new PilotError('trip_invalid', `a drive of ${seconds} s between these places cannot be`, {
      fix: 'Record a drive once it has ended, with longitude and latitude in degrees and its instants in milliseconds.',
    });
  const written = await tx.db
    .insertInto('trips')
    .values({
      business_id: tx.businessId,
      id: newId(tx.clock.now()),
      technician_id: trip.technicianId,
      visit_id: trip.visitId,
      from_lon: millionths(trip.from[0]),
      from_lat: millionths(trip.from[1]),
      to_lon: millionths(trip.to[0]),
      to_lat: millionths(trip.to[1]),
      left_at: trip.leftAt,
      local_hour: Temporal.Instant.fromEpochMilliseconds(trip.leftAt).toZonedDateTimeISO(trip.zone).hour,
      seconds,
      estimated_seconds: estimateDrive(trip.from, trip.to).seconds,
      recorded_at: tx.clock.now(),
    })
    .onConflict((conflict) => conflict.columns(['business_id', 'technician_id', 'left_at']).doNothing())
    .executeTakeFirst();
  return (written.numInsertedOrUpdatedRows ?? 0n) > 0n;
};

/** The newest drives that began since then (epoch ms), as they are learned from. */
export const readTrips = async ({ db, businessId }: Scope, since: number): Promise<readonly RecordedTrip[]> => {
  const rows = await db
    .selectFrom('trips')
    .select(['from_lon', 'from_lat', 'to_lon', 'to_lat', 'local_hour', 'seconds', 'estimated_seconds'])
    .where('business_id', '=', businessId)
    .where('left_at', '>=', since)
    .orderBy('left_at', 'desc')
    .limit(ENOUGH)
    .execute();
  return rows.map((row) => ({
    from: [row.from_lon / 1e6, row.from_lat / 1e6],
    to: [row.to_lon / 1e6, row.to_lat / 1e6],
    hour: row.local_hour,
    seconds: row.seconds,
    estimated: row.estimated_seconds,
  }));
};
