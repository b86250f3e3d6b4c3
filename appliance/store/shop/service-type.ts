import type { Scope } from '../scope.ts';
import type { ServiceTypeRow } from '../schema/office.ts';
import { readShop } from './business.ts';

const byCode = ({ db, businessId }: Scope, code: string): Promise<ServiceTypeRow | undefined> =>
  db
    .selectFrom('service_types')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('code', '=', code)
    .executeTakeFirst();

/**
 * The service type a playbook names. A code that the shop does not have is served as the general visit of its trade
 * (`general_<trade>`), so that a caller is never lost to a missing row.
 */
export const findServiceType = async (scope: Scope, code: string): Promise<ServiceTypeRow | null> => {
  const exact = await byCode(scope, code);
  if (exact !== undefined) return exact;
  const trade =
    ['hvac', 'plumbing', 'electrical'].find((t) => code.includes(t)) ?? (await readShop(scope)).settings.mainTrade;
  return (await byCode(scope, `general_${trade}`)) ?? null;
};
