import type { BookTechnician, ScheduleBook, SlotBlock } from '#schedule/promise/book.ts';
import { USUAL_RULES } from '#schedule/promise/rules.ts';
import { dayTravel } from '#schedule/travel/drives.ts';
import type { Scope } from '../scope.ts';
import { readShop, type Shop } from '../shop/business.ts';
import { readHolidays, readHours } from '../shop/calendar.ts';
import { readRota } from '../shop/rota.ts';
import { learnedTravel } from '../travel/learned.ts';
import { readStops } from './read-stops.ts';

/** A book with the version of each day that it was read from. */
export interface ReadBook {
  readonly shop: Shop;
  readonly book: ScheduleBook;
  /** By local date; a day that nothing was ever booked on has none. */
  readonly versions: ReadonlyMap<string, number>;
}

/** Which days (local dates, both included), as of when (epoch ms), and reservations that count as free. */
export interface BookRequest {
  readonly from: string;
  readonly to: string;
  readonly now: number;
  readonly except?: readonly string[];
}

const readTechnicians = async (scope: Scope): Promise<readonly BookTechnician[]> => {
  const { db, businessId } = scope;
  const rota = await readRota(scope);
  const certificates = await db.selectFrom('certificates').selectAll().where('business_id', '=', businessId).execute();
  const truck = await db.selectFrom('truck_items').selectAll().where('business_id', '=', businessId).execute();
  return rota.map(
    (one): BookTechnician => ({
      ...one,
      certificates: certificates
        .filter(({ technician_id }) => technician_id === one.id)
        .map(({ code, expires_on }) => ({ code, expiresOn: expires_on })),
      truck: truck
        .filter(({ technician_id }) => technician_id === one.id)
        .map(({ code, kind, count }) => ({ code, kind: kind === 'tool' ? 'tool' : 'part', count })),
    }),
  );
};

const readBlocks = async ({ db, businessId }: Scope, { from, to }: BookRequest): Promise<readonly SlotBlock[]> => {
  const rows = await db
    .selectFrom('slot_blocks')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('date', '>=', from)
    .where('date', '<=', to)
    .execute();
  return rows.map(({ date, starts, ends, technician_id, kind }) => ({
    date,
    starts,
    ends,
    technicianId: technician_id,
    kind: kind === 'emergency_only' ? 'emergency_only' : 'blocked',
  }));
};

/** Everything the schedule needs for these days, in a fixed number of statements. Versions come first: what changes later is found out. */
export const readBook = async (scope: Scope, request: BookRequest): Promise<ReadBook> => {
  const { db, businessId } = scope;
  const days = await db
    .selectFrom('schedule_days')
    .select(['date', 'version'])
    .where('business_id', '=', businessId)
    .where('date', '>=', request.from)
    .where('date', '<=', request.to)
    .execute();
  const shop = await readShop(scope);
  const { settings, zone } = shop;
  return {
    shop,
    versions: new Map(days.map(({ date, version }) => [date, version])),
    book: {
      zone,
      windows: settings.windows,
      hours: await readHours(scope),
      holidays: await readHolidays(scope),
      technicians: await readTechnicians(scope),
      stops: await readStops(scope, request),
      blocks: await readBlocks(scope, request),
      leadMinutes: settings.leadMinutes,
      horizonDays: settings.horizonDays,
      travel: dayTravel(await learnedTravel(scope, request.now)),
      rules: { ...USUAL_RULES, ...settings.promises, emergencyReserve: settings.emergencyReserve },
    },
  };
};
