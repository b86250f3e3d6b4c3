import type { ShopRecord } from '#shared/api/shop.ts';
import { readLadder } from '../escalation/ladder.ts';
import type { Scope, Tx } from '../scope.ts';
import { recordEvent } from '../jobs/event.ts';
import { readShop } from './business.ts';
import { readDepositRule } from './deposit-rule.ts';

const pair = (low: number | null, high: number | null): number[] => (low === null || high === null ? [] : [low, high]);

const readServices = async ({ db, businessId }: Scope): Promise<ShopRecord['services']> => {
  const rows = await db
    .selectFrom('service_types as s')
    .leftJoin('price_items as p', (on) =>
      on.onRef('p.business_id', '=', 's.business_id').onRef('p.service_type_id', '=', 's.id'),
    )
    .selectAll('p')
    .select(['s.code', 's.trade', 's.name', 's.minutes', 's.skill', 's.work'])
    .where('s.business_id', '=', businessId)
    .orderBy('s.trade')
    .orderBy('s.code')
    .execute();
  return rows.map((row) => ({
    code: row.code,
    trade: row.trade,
    name: row.name,
    minutes: row.minutes,
    skill: row.skill,
    work: row.work,
    feeCents: row.fee_cents,
    afterHours: row.fee_cents === null ? '' : `${row.after_hours_numerator}/${row.after_hours_denominator}`,
    feeRule: row.fee_rule,
    rangeCents: pair(row.range_low_cents, row.range_high_cents),
    afterHoursRangeCents: pair(row.after_hours_range_low_cents, row.after_hours_range_high_cents),
  }));
};

const readAddOns = async ({ db, businessId }: Scope): Promise<ShopRecord['addOns']> =>
  (await db.selectFrom('add_ons').selectAll().where('business_id', '=', businessId).orderBy('code').execute()).map(
    ({ code, name, price_cents, is_from, per, membership }) => ({
      code,
      name,
      priceCents: price_cents,
      from: is_from === 1,
      per,
      membership: membership === 1,
    }),
  );

/** Every row the shop goes by, for its owner. */
export const readShopBook = async (scope: Scope): Promise<ShopRecord> => {
  const { db, businessId } = scope;
  const { settings, ...shop } = await readShop(scope);
  const hours = await db
    .selectFrom('opening_hours')
    .select(['weekday', 'kind', 'starts', 'ends'])
    .where('business_id', '=', businessId)
    .orderBy('kind', 'desc')
    .orderBy('weekday')
    .execute();
  const holidays = await db
    .selectFrom('holidays')
    .select(['date', 'name', 'kind'])
    .where('business_id', '=', businessId)
    .orderBy('date')
    .execute();
  const technicians = await db
    .selectFrom('technicians')
    .select(['name', 'phone', 'skills'])
    .where('business_id', '=', businessId)
    .where('active', '=', 1)
    .orderBy('name')
    .execute();
  return {
    name: shop.name,
    zone: shop.zone,
    phone: shop.phone,
    confirmedAt: shop.confirmedAt,
    home: settings.home,
    servedStates: settings.servedStates,
    hours,
    holidays,
    technicians: technicians.map((row) => ({ ...row, skills: JSON.parse(row.skills) as string[] })),
    services: await readServices(scope),
    addOns: await readAddOns(scope),
    deposit: await readDepositRule(scope),
    ladder: (await readLadder(scope)).map(({ role, name, phone, email, limitMinutes }) => ({
      role,
      name,
      phone,
      email,
      limitMinutes,
    })),
  };
};

/** The owner has looked the rows over: from now on lines answer for the shop. Once; the first time stands. */
export const confirmShop = async (tx: Tx, who: string): Promise<void> => {
  const result = await tx.db
    .updateTable('businesses')
    .set({ confirmed_at: tx.clock.now() })
    .where('id', '=', tx.businessId)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return;
  await recordEvent(tx, {
    subject: { kind: 'shop', id: tx.businessId },
    kind: 'shop.confirmed',
    actor: 'person',
    reason: who,
  });
};
