import type { QuoteRules, StoredQuote } from '#conversation/tools.ts';
import { newId } from '#shared/ids.ts';
import type { Work } from '#shop/deposit.ts';
import { computeQuote, type PriceItem } from '#shop/quote.ts';
import type { PriceItemRow, ServiceTypeRow } from '../schema/office.ts';
import type { Tx } from '../scope.ts';
import { readShop } from '../shop/business.ts';
import { readDepositRule } from '../shop/deposit-rule.ts';
import { findServiceType } from '../shop/service-type.ts';
import type { Tool } from './tool.ts';

const rangeOf = (low: number | null, high: number | null): PriceItem['range'] =>
  low === null || high === null ? null : { lowCents: low, highCents: high };

const priceItemOf = (row: PriceItemRow): PriceItem => ({
  feeCents: row.fee_cents,
  afterHoursFactor: { numerator: row.after_hours_numerator, denominator: row.after_hours_denominator },
  feeRule: row.fee_rule === 'credited' ? 'credited' : 'not_credited',
  range: rangeOf(row.range_low_cents, row.range_high_cents),
  afterHoursRange: rangeOf(row.after_hours_range_low_cents, row.after_hours_range_high_cents),
});

/**
 * Computes and stores what a visit costs and what is taken in advance. Null when the price book has no row for it.
 * @param rules null: nothing is taken in advance, as for a visit that is moved
 */
export const storeQuote = async (
  tx: Tx,
  callId: string | null,
  service: ServiceTypeRow,
  afterHours: boolean,
  rules: QuoteRules | null,
): Promise<StoredQuote | null> => {
  const row = await tx.db
    .selectFrom('price_items')
    .selectAll()
    .where('business_id', '=', tx.businessId)
    .where('service_type_id', '=', service.id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const state = rules?.state ?? (await readShop(tx)).settings.home.state;
  const quote = computeQuote(priceItemOf(row), afterHours, {
    rule: rules === null ? null : await readDepositRule(tx),
    work: service.work as Work,
    state,
    caps: rules?.depositCap ?? 'strictest',
  });
  const now = tx.clock.now();
  const id = newId(now);
  await tx.db
    .insertInto('quotes')
    .values({
      business_id: tx.businessId,
      id,
      call_id: callId,
      service_type_id: service.id,
      after_hours: afterHours ? 1 : 0,
      fee_cents: quote.fee.cents,
      spoken_fee_cents: quote.spokenFee.cents,
      fee_rule: quote.feeRule,
      range_low_cents: quote.range?.low.cents ?? null,
      range_high_cents: quote.range?.high.cents ?? null,
      estimate_cents: quote.estimate?.cents ?? null,
      deposit_cents: quote.deposit?.cents ?? null,
      state,
      currency: quote.fee.currency,
      created_at: now,
    })
    .execute();
  return { id, serviceType: service.code, afterHours, state: rules?.state ?? null, ...quote };
};

export const quoteVisitTool: Tool<'quote_visit'> = {
  changes: false,
  async run(args, { tx, callId }) {
    const service = await findServiceType(tx, args.serviceType);
    if (service === null) return { ok: false, error: 'unknown_service' };
    const quote = await storeQuote(tx, callId, service, args.afterHours, args.rules);
    return quote === null ? { ok: false, error: 'no_price' } : { ok: true, result: { quote } };
  },
};
