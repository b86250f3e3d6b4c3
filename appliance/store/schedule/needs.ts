import type { Need, VisitNeed } from '#schedule/promise/ask.ts';
import type { Point } from '#schedule/travel/estimate.ts';
import { addressKey, type AddressParts } from '#shop/address.ts';
import type { ServiceTypeRow } from '../schema/office.ts';
import type { Scope } from '../scope.ts';

/** Where the customer is, and whom they would rather have, as far as the records know the address. */
export interface Place {
  readonly location: Point | null;
  readonly preferred: readonly string[];
}

export const NOWHERE: Place = { location: null, preferred: [] };

const pointOf = ({ lon, lat }: { lon: number | null; lat: number | null }): Point | null =>
  lon === null || lat === null ? null : [lon, lat];

/** @param address null where the caller has not told it */
export const placeOf = async ({ db, businessId }: Scope, address: AddressParts | null): Promise<Place> => {
  if (address === null) return NOWHERE;
  const rows = await db
    .selectFrom('locations as l')
    .leftJoin('preferred_technicians as p', (on) =>
      on.onRef('p.business_id', '=', 'l.business_id').onRef('p.customer_id', '=', 'l.customer_id'),
    )
    .select(['l.lon', 'l.lat', 'p.technician_id'])
    .where('l.business_id', '=', businessId)
    .where('l.house_number', '=', address.houseNumber)
    .where('l.address_key', '=', addressKey(address))
    .execute();
  return {
    location: rows.map(pointOf).find((point) => point !== null) ?? null,
    preferred: rows.flatMap(({ technician_id }) => technician_id ?? []),
  };
};

/** What a kind of work needs, visit by visit. */
export const visitNeeds = async ({ db, businessId }: Scope, service: ServiceTypeRow): Promise<Need['visits']> => {
  const needs = await db
    .selectFrom('service_needs')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('service_type_id', '=', service.id)
    .execute();
  const steps = await db
    .selectFrom('service_steps')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('service_type_id', '=', service.id)
    .orderBy('position')
    .execute();
  const paces = await db
    .selectFrom('work_paces')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('service_type_id', '=', service.id)
    .execute();
  const skills = needs.filter(({ kind }) => kind === 'skill').map(({ code }) => code);
  const first: VisitNeed = {
    skills: service.skill === '' ? skills : [service.skill, ...skills],
    parts: Object.fromEntries(needs.filter(({ kind }) => kind !== 'skill').map(({ code, count }) => [code, count])),
    minutes: service.minutes,
    paces: Object.fromEntries(paces.map(({ technician_id, minutes }) => [technician_id, minutes])),
    crew: service.crew,
    minDays: 0,
    maxDays: 0,
  };
  return [
    first,
    ...steps.map(
      (step): VisitNeed => ({
        ...first,
        parts: {},
        paces: {},
        minutes: step.minutes,
        crew: step.crew,
        minDays: Math.max(1, step.min_days),
        maxDays: Math.max(1, step.min_days, step.max_days),
      }),
    ),
  ];
};

/** Emergencies may use the capacity that is kept back for them. */
export const isEmergency = (urgency: string): boolean => urgency === 'emergency' || urgency === 'life_safety';

/** What is asked of the schedule for this kind of work at this place, as of `now` (epoch ms). */
export const needOf = async (
  scope: Scope,
  service: ServiceTypeRow,
  urgency: string,
  { location, preferred }: Place,
  now: number,
): Promise<Need> => ({
  now,
  location,
  preferred,
  emergency: isEmergency(urgency),
  leadMinutes: service.lead_minutes,
  visits: await visitNeeds(scope, service),
});
