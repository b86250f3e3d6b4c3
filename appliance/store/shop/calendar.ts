import type { Calendar } from '#schedule/offers.ts';
import type { Shift, Technician } from '#schedule/crew.ts';
import type { Scope } from '../scope.ts';
import { readShop, type Shop } from './business.ts';

const DAY_MS = 86_400_000;

const readTechnicians = async ({ db, businessId }: Scope): Promise<Technician[]> => {
  const technicians = await db
    .selectFrom('technicians')
    .select(['id', 'skills'])
    .where('business_id', '=', businessId)
    .where('active', '=', 1)
    .orderBy('name')
    .execute();
  const shifts = await db.selectFrom('shifts').selectAll().where('business_id', '=', businessId).execute();
  return technicians.map((t) => ({
    id: t.id,
    skills: JSON.parse(t.skills) as string[],
    shifts: shifts
      .filter((s) => s.technician_id === t.id)
      .map((s) => ({
        weekday: s.weekday,
        date: s.date,
        kind: s.kind as Shift['kind'],
        starts: s.starts,
        ends: s.ends,
      })),
  }));
};

/** Whoever is bound from now on: planned visits, and capacity held for a call that has not run out. */
const readBusy = async (
  { db, businessId }: Scope,
  now: number,
  until: number,
  except: readonly string[],
): Promise<Calendar['busy']> => {
  const planned = await db
    .selectFrom('assignments')
    .select(['technician_id as technicianId', 'planned_start as startsAt', 'planned_end as endsAt'])
    .where('business_id', '=', businessId)
    .where('planned_start', '>=', now - DAY_MS)
    .where('planned_start', '<', until)
    .where('status', '!=', 'cancelled')
    .execute();
  const held = await db
    .selectFrom('reservations')
    .select(['id', 'technician_id as technicianId', 'starts_at as startsAt', 'ends_at as endsAt'])
    .where('business_id', '=', businessId)
    .where('starts_at', '>=', now - DAY_MS)
    .where('starts_at', '<', until)
    .where('visit_id', 'is', null)
    .where('expires_at', '>', now)
    .execute();
  const theirs = held
    .filter(({ id }) => !except.includes(id))
    .map(({ technicianId, startsAt, endsAt }) => ({ technicianId, startsAt, endsAt }));
  return [...planned, ...theirs];
};

/**
 * Everything the schedule needs to judge a window, as of `now`.
 * @param except reservations that count as free: those held for the caller themselves
 */
export const readCalendar = async (
  scope: Scope,
  now: number,
  except: readonly string[] = [],
): Promise<{ readonly shop: Shop; readonly calendar: Calendar }> => {
  const { db, businessId } = scope;
  const shop = await readShop(scope);
  const { settings } = shop;
  const hours = await db.selectFrom('opening_hours').selectAll().where('business_id', '=', businessId).execute();
  const holidays = await db
    .selectFrom('holidays')
    .select(['date', 'kind'])
    .where('business_id', '=', businessId)
    .execute();
  const calendar: Calendar = {
    zone: shop.zone,
    windows: settings.windows,
    hours: hours.map((h) => ({
      weekday: h.weekday,
      kind: h.kind as 'open' | 'on_call',
      starts: h.starts,
      ends: h.ends,
    })),
    holidays: holidays.map((h) => ({ date: h.date, kind: h.kind as 'closed' | 'on_call' })),
    technicians: await readTechnicians(scope),
    busy: await readBusy(scope, now, now + (settings.horizonDays + 2) * DAY_MS, except),
    leadMinutes: settings.leadMinutes,
    horizonDays: settings.horizonDays,
    emergencyReserve: settings.emergencyReserve,
  };
  return { shop, calendar };
};
