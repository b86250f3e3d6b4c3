import type { BookedStop } from '#schedule/promise/book.ts';
import { parseWindowId } from '#schedule/window.ts';
import type { Scope } from '../scope.ts';
import type { BookRequest } from './read-book.ts';

/** A visit in these states has not begun: its time may still shift within its window. */
const UNBEGUN: ReadonlySet<string> = new Set(['scheduled', 'confirmed']);
const NO_PARTS: Readonly<Record<string, number>> = {};

/** Parts by kind of work. */
const readParts = async ({ db, businessId }: Scope): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> => {
  const rows = await db
    .selectFrom('service_needs')
    .select(['service_type_id', 'code', 'count'])
    .where('business_id', '=', businessId)
    .where('kind', '=', 'part')
    .execute();
  const parts = new Map<string, Record<string, number>>();
  for (const { service_type_id, code, count } of rows)
    parts.set(service_type_id, { ...parts.get(service_type_id), [code]: count });
  return parts;
};

/** Whoever is bound on these days: visits, and what is held for callers and has not run out. */
export const readStops = async (
  scope: Scope,
  { from, to, now, except = [] }: BookRequest,
): Promise<readonly BookedStop[]> => {
  const { db, businessId } = scope;
  const rows = await db
    .selectFrom('reservations as r')
    .leftJoin('visits as v', (on) => on.onRef('v.business_id', '=', 'r.business_id').onRef('v.id', '=', 'r.visit_id'))
    .leftJoin('jobs as j', (on) => on.onRef('j.business_id', '=', 'v.business_id').onRef('j.id', '=', 'v.job_id'))
    .leftJoin('locations as l', (on) =>
      on.onRef('l.business_id', '=', 'j.business_id').onRef('l.id', '=', 'j.location_id'),
    )
    .select([
      'r.id',
      'r.technician_id',
      'r.slot',
      'r.starts_at',
      'r.minutes',
      'r.fixed',
      'v.status',
      'v.position',
      'j.service_type_id',
      'l.lon',
      'l.lat',
    ])
    .where('r.business_id', '=', businessId)
    .where('r.date', '>=', from)
    .where('r.date', '<=', to)
    .where((eb) => eb.or([eb('r.visit_id', 'is not', null), eb('r.expires_at', '>', now)]))
    .execute();
  const parts = await readParts(scope);
  const free = new Set(except);
  return rows.flatMap((row): BookedStop[] => {
    const window = parseWindowId(row.slot);
    if (window === null || free.has(row.id)) return [];
    const begun = row.status !== null && (!UNBEGUN.has(row.status) || row.starts_at <= now);
    const needed = row.position === 1 && row.service_type_id !== null ? parts.get(row.service_type_id) : undefined;
    return [
      {
        id: row.id,
        technicianId: row.technician_id,
        window,
        location: row.lon === null || row.lat === null ? null : [row.lon, row.lat],
        minutes: row.minutes,
        plannedStart: row.starts_at,
        fixed: begun || row.fixed === 1,
        parts: needed ?? NO_PARTS,
      },
    ];
  });
};
