import type { Survey } from '#conversation/playbook/sales.ts';
import type { CustomerVisit } from '../jobs/visit-of-customer.ts';
import { wantsNoCalls } from '../outbound/read.ts';
import { daysBefore, hasComplained } from '../sales/rest.ts';
import { isEmergency } from '../schedule/needs.ts';
import type { Scope } from '../scope.ts';

/** Why a customer is not asked how a visit was. */
export type NotAsked = 'off' | 'emergency' | 'no_number' | 'opted_out' | 'complaint' | 'asked_lately' | 'answered';

/**
 * Whether the customer of this visit may be asked how it was; null when they may.
 * @param now epoch ms
 */
export const whyNotAsked = async (
  scope: Scope,
  visit: Pick<CustomerVisit, 'id' | 'customer_id' | 'contact_phone' | 'urgency'>,
  rules: Survey,
  now: number,
): Promise<NotAsked | null> => {
  const { contact_phone: phone, customer_id: customerId } = visit;
  if (!rules.on) return 'off';
  if (isEmergency(visit.urgency)) return 'emergency';
  if (!phone.startsWith('+')) return 'no_number';
  if (await wantsNoCalls(scope, phone)) return 'opted_out';
  const since = daysBefore(now, rules.restDays);
  if (await hasComplained(scope, { customerId, phone }, since)) return 'complaint';
  const before = await scope.db
    .selectFrom('surveys')
    .select(['visit_id', 'status'])
    .where('business_id', '=', scope.businessId)
    .where((eb) => eb.or([eb('asked_at', '>', since), eb('visit_id', '=', visit.id)]))
    .where((eb) => eb.or([eb('customer_id', '=', customerId), eb('phone', '=', phone)]))
    .execute();
  if (before.some(({ visit_id }) => visit_id !== visit.id)) return 'asked_lately';
  return before.some(({ status }) => status !== 'asked') ? 'answered' : null;
};
