import type { Holiday, OpeningHours } from '#schedule/opening.ts';
import type { Scope } from '../scope.ts';

/** When the shop keeps its hours. */
export interface Calendar {
  readonly hours: readonly OpeningHours[];
  readonly holidays: readonly Holiday[];
}

export const readHours = async ({ db, businessId }: Scope): Promise<readonly OpeningHours[]> => {
  const rows = await db
    .selectFrom('opening_hours')
    .select(['weekday', 'kind', 'starts', 'ends'])
    .where('business_id', '=', businessId)
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as OpeningHours['kind'] }));
};

export const readHolidays = async ({ db, businessId }: Scope): Promise<readonly Holiday[]> => {
  const rows = await db.selectFrom('holidays').select(['date', 'kind']).where('business_id', '=', businessId).execute();
  return rows.map((row) => ({ date: row.date, kind: row.kind as Holiday['kind'] }));
};

/** Hours and holidays. */
export const readCalendar = async (scope: Scope): Promise<Calendar> => ({
  hours: await readHours(scope),
  holidays: await readHolidays(scope),
});
