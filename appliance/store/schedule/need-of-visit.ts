import type { Need } from '#schedule/promise/ask.ts';
import type { CustomerVisit } from '../jobs/visit-of-customer.ts';
import type { Scope } from '../scope.ts';
import { findServiceType } from '../shop/service-type.ts';
import { isEmergency, visitNeeds } from './needs.ts';

/** Another window for one visit of a job: the visit alone, by whoever knows it already where they can. */
export const needOfVisit = async (
  scope: Scope,
  visit: CustomerVisit,
  now: number,
): Promise<{ readonly need: Need; readonly own: readonly string[] } | null> => {
  const { db, businessId } = scope;
  const service = await findServiceType(scope, visit.service_code);
  if (service === null) return null;
  const own = await db
    .selectFrom('reservations')
    .select(['id', 'technician_id'])
    .where('business_id', '=', businessId)
    .where('visit_id', '=', visit.id)
    .execute();
  const preferred = await db
    .selectFrom('preferred_technicians')
    .select('technician_id')
    .where('business_id', '=', businessId)
    .where('customer_id', '=', visit.customer_id)
    .execute();
  const visits = await visitNeeds(scope, service);
  const one = visits[visit.position - 1] ?? visits[0];
  return {
    own: own.map(({ id }) => id),
    need: {
      now,
      location: visit.lon === null || visit.lat === null ? null : [visit.lon, visit.lat],
      emergency: isEmergency(visit.urgency),
      preferred: preferred.map(({ technician_id }) => technician_id),
      leadMinutes: service.lead_minutes,
      visits: [{ ...one, minutes: visit.minutes, crew: visit.crew }],
    },
  };
};

/** Does a visit of several stay behind those before it and ahead of those after it, on that local date? */
export const keepsOrder = async ({ db, businessId }: Scope, visit: CustomerVisit, date: string): Promise<boolean> => {
  const others = await db
    .selectFrom('visits')
    .select(['position', 'date'])
    .where('business_id', '=', businessId)
    .where('job_id', '=', visit.job_id)
    .where('id', '!=', visit.id)
    .where('status', '!=', 'cancelled')
    .execute();
  return others.every((one) => (one.position < visit.position ? one.date < date : date < one.date));
};
