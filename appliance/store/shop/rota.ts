import type { Shift, Technician } from '#schedule/crew.ts';
import type { Point } from '#schedule/travel/estimate.ts';
import type { Scope } from '../scope.ts';

export interface RotaTechnician extends Technician {
  readonly name: string;
  readonly phone: string;
  /** Null where nobody has told. */
  readonly home: Point | null;
}

/** Who works for the shop and when, by name. */
export const readRota = async ({ db, businessId }: Scope): Promise<readonly RotaTechnician[]> => {
  const technicians = await db
    .selectFrom('technicians')
    .select(['id', 'name', 'phone', 'skills', 'home_lon', 'home_lat'])
    .where('business_id', '=', businessId)
    .where('active', '=', 1)
    .orderBy('name')
    .execute();
  const rows = await db.selectFrom('shifts').selectAll().where('business_id', '=', businessId).execute();
  const shifts = Map.groupBy(rows, (row) => row.technician_id);
  return technicians.map((one) => ({
    id: one.id,
    name: one.name,
    phone: one.phone,
    skills: JSON.parse(one.skills) as string[],
    home: one.home_lon === null || one.home_lat === null ? null : [one.home_lon, one.home_lat],
    shifts: (shifts.get(one.id) ?? []).map(({ weekday, date, kind, starts, ends }) => ({
      weekday,
      date,
      kind: kind as Shift['kind'],
      starts,
      ends,
    })),
  }));
};
