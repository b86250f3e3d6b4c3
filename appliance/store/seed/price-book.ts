import { newId } from '#shared/ids.ts';
import type { StarterService } from '#shop/starter/service.ts';
import type { Tx } from '../scope.ts';

const cents = (dollars: number | undefined): number | null => (dollars === undefined ? null : dollars * 100);

/** Writes a trade's service types with their prices; after hours costs half as much again. */
export const addServices = async (tx: Tx, trade: string, services: readonly StarterService[]): Promise<void> => {
  const { businessId: business_id } = tx;
  const now = tx.clock.now();
  for (const service of services) {
    const id = newId(now);
    await tx.db
      .insertInto('service_types')
      .values({
        business_id,
        id,
        code: service.code,
        trade,
        name: service.name,
        minutes: service.minutes,
        skill: trade,
        work: service.work ?? 'service',
      })
      .execute();
    const late = service.afterHoursRange ?? service.range?.map((dollars) => Math.round(dollars * 1.5));
    await tx.db
      .insertInto('price_items')
      .values({
        business_id,
        id: newId(now),
        service_type_id: id,
        fee_cents: service.fee * 100,
        after_hours_numerator: 3,
        after_hours_denominator: 2,
        fee_rule: service.feeRule,
        range_low_cents: cents(service.range?.[0]),
        range_high_cents: cents(service.range?.[1]),
        after_hours_range_low_cents: cents(late?.[0]),
        after_hours_range_high_cents: cents(late?.[1]),
        currency: 'USD',
      })
      .execute();
  }
};
