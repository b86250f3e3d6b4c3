import { depositOf, middleOf } from './deposits.ts';
import type { Fault } from './fault.ts';
import type { Row } from './readable.ts';
import type { Change, Snapshot } from './rows.ts';

const whole = (row: Row, column: string): number => Number(row[column]);

const rowsIn = (shop: Snapshot, table: string): Row[] => [...(shop.get(table)?.values() ?? [])];

/** An offer beside a visit against the price book: its own row, or that of the kind of visit it is. */
const faultsOfOffer = (shop: Snapshot, offer: Row): Fault[] => {
  const own = rowsIn(shop, 'add_ons').find(({ code }) => code === offer['code']);
  const visit = rowsIn(shop, 'price_items').find((row) => row['service_type'] === offer['code']);
  const from = own === undefined && typeof visit?.['range_low_cents'] === 'number';
  const cents = own?.['price_cents'] ?? visit?.[from ? 'range_low_cents' : 'fee_cents'];
  const right =
    offer['price_cents'] === cents &&
    offer['is_from'] === (own?.['is_from'] ?? (from ? 1 : 0)) &&
    offer['spoken_price_cents'] === Math.ceil(whole(offer, 'price_cents') / 100) * 100;
  return right
    ? []
    : [{ kind: 'wrong_price', what: `an offer of ${String(offer['code'])} at ${String(offer['price_cents'])} cents` }];
};

/** Quotes written in a call against the price book, reckoned anew: fee, range and deposit of the time of day, in cents. */
export const faultsOfPrices = (shop: Snapshot, changes: readonly Change[]): Fault[] =>
  changes.flatMap(({ table, before, after }) => {
    if (table === 'add_on_offers' && before === null && after !== null) return faultsOfOffer(shop, after);
    if (table !== 'quotes' || before !== null || after === null) return [];
    const item = [...(shop.get('price_items')?.values() ?? [])].find(
      (row) => row['service_type'] === after['service_type'],
    );
    const wrong = (what: string): Fault[] => [
      { kind: 'wrong_price', what: `a quote for ${String(after['service_type'])}: ${what}` },
    ];
    if (item === undefined) return wrong('the price book has no such row');
    const late = after['after_hours'] === 1;
    const fee = late
      ? (whole(item, 'fee_cents') * whole(item, 'after_hours_numerator')) / whole(item, 'after_hours_denominator')
      : whole(item, 'fee_cents');
    if (Math.abs(whole(after, 'fee_cents') - fee) > 0.5)
      return wrong(`the fee is ${String(after['fee_cents'])}, not ${fee}`);
    const spoken = whole(after, 'spoken_fee_cents');
    if (spoken < fee || spoken >= fee + 100 || spoken % 100 !== 0) return wrong(`the spoken fee is ${spoken}`);
    const low = late ? item['after_hours_range_low_cents'] : item['range_low_cents'];
    const high = late ? item['after_hours_range_high_cents'] : item['range_high_cents'];
    if (after['range_low_cents'] !== low || after['range_high_cents'] !== high) return wrong('the range differs');
    const estimate = middleOf(item, late);
    const deposit = depositOf(shop, after['service_type'], estimate);
    return after['estimate_cents'] === estimate && after['deposit_cents'] === deposit
      ? []
      : wrong(
          `the deposit is ${String(after['deposit_cents'])} of ${String(after['estimate_cents'])}, not ${deposit} of ${estimate}`,
        );
  });
