import type { Row } from './readable.ts';
import type { Snapshot } from './rows.ts';

const rowsIn = (shop: Snapshot, table: string): Row[] => [...(shop.get(table)?.values() ?? [])];

/**
 * What a quote of the invented shop takes in advance, reckoned anew from its rows: the rule's percent of the middle of the
 * range, for an installation at most its own caps, whole dollars downwards. Null: nothing. The shop's state has no cap.
 */
export const depositOf = (shop: Snapshot, service: unknown, estimate: number | null): number | null => {
  const [rule] = rowsIn(shop, 'deposit_rules');
  const work = rowsIn(shop, 'service_types').find((row) => row['code'] === service)?.['work'];
  if (rule === undefined || estimate === null) return null;
  if (!((work === 'service' && rule['on_service'] === 1) || (work === 'install' && rule['on_install'] === 1)))
    return null;
  const share = (estimate * Number(rule['percent'])) / 100;
  const capped =
    work === 'service'
      ? share
      : Math.min(share, (estimate * Number(rule['install_cap_percent'])) / 100, Number(rule['install_cap_cents']));
  const taken = Math.floor(capped / 100) * 100;
  return taken === 0 ? null : taken;
};

/** The middle of a price item's range, cents; null where it has none. */
export const middleOf = (item: Row | undefined, late: boolean): number | null => {
  const low = item?.[late ? 'after_hours_range_low_cents' : 'range_low_cents'];
  const high = item?.[late ? 'after_hours_range_high_cents' : 'range_high_cents'];
  return typeof low === 'number' && typeof high === 'number' ? Math.round((low + high) / 2) : null;
};

/** Does a booking of this service take a deposit, by day or by night? */
export const takesDeposit = (shop: Snapshot, service: string): boolean => {
  const item = rowsIn(shop, 'price_items').find((row) => row['service_type'] === service);
  return depositOf(shop, service, middleOf(item, false)) !== null;
};
