import type { Kysely } from 'kysely';
import { ownedTable } from './owned-table.ts';

/** Drives that were made, beside what had been estimated for them: what travel times are corrected by. Places in millionths of a degree. */
export const trips = async (db: Kysely<unknown>): Promise<void> => {
  await ownedTable(
    db,
    'trips',
    {
      technician_id: 'text',
      visit_id: 'text?',
      from_lon: 'integer',
      from_lat: 'integer',
      to_lon: 'integer',
      to_lat: 'integer',
      left_at: 'bigint',
      local_hour: 'integer',
      seconds: 'integer',
      estimated_seconds: 'integer',
      recorded_at: 'bigint',
    },
    { technician_id: 'technicians', visit_id: 'visits' },
  )
    .addUniqueConstraint('trips_once', ['business_id', 'technician_id', 'left_at'])
    .execute();
  await db.schema.createIndex('trips_by_time').on('trips').columns(['business_id', 'left_at']).execute();
};
