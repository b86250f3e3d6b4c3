import type { AddOnOffer } from '#conversation/sales-tools.ts';
import { spokenDollars } from '#shop/quote.ts';
import { usd } from '#shared/money.ts';
import type { Scope } from '../scope.ts';

/** What something costs that is sold beside a visit. */
export interface AddOnPrice extends Omit<AddOnOffer, 'id'> {
  readonly membership: boolean;
}

/**
 * What the price book has of an add-on: a row of its own, or a kind of visit with a fixed price (a tune-up), or with a range, whose low end
 * is then the least it costs. Null: it has no price, and nothing is said of it.
 */
export const addOnPrice = async ({ db, businessId }: Scope, code: string): Promise<AddOnPrice | null> => {
  const own = await db
    .selectFrom('add_ons')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('code', '=', code)
    .executeTakeFirst();
  if (own !== undefined) {
    const price = usd(own.price_cents);
    const per = own.per as AddOnOffer['per'];
    const { name, membership } = own;
    return {
      code,
      name,
      price,
      spokenPrice: spokenDollars(price),
      from: own.is_from === 1,
      per,
      membership: membership === 1,
    };
  }
  const visit = await db
    .selectFrom('service_types as s')
    .innerJoin('price_items as p', (on) =>
      on.onRef('p.business_id', '=', 's.business_id').onRef('p.service_type_id', '=', 's.id'),
    )
    .select(['s.name', 'p.fee_cents', 'p.fee_rule', 'p.range_low_cents'])
    .where('s.business_id', '=', businessId)
    .where('s.code', '=', code)
    .executeTakeFirst();
  const fixed = visit?.fee_rule === 'not_credited' && visit.fee_cents > 0 && visit.range_low_cents === null;
  const cents = fixed ? visit.fee_cents : (visit?.range_low_cents ?? null);
  if (visit === undefined || cents === null) return null;
  const price = usd(cents);
  return {
    code,
    name: visit.name,
    price,
    spokenPrice: spokenDollars(price),
    from: !fixed,
    per: 'once',
    membership: false,
  };
};
