import { usd, type Money } from '#shared/money.ts';
import { computeDeposit, type DepositTerms } from './deposit.ts';

/** A row of the price book, amounts in integer cents. */
export interface PriceItem {
  readonly feeCents: number;
  /** What an after-hours visit costs, as a fraction of the fee: 3/2. */
  readonly afterHoursFactor: { readonly numerator: number; readonly denominator: number };
  readonly feeRule: 'credited' | 'not_credited';
  readonly range: { readonly lowCents: number; readonly highCents: number } | null;
  readonly afterHoursRange: { readonly lowCents: number; readonly highCents: number } | null;
}

export interface ComputedQuote {
  readonly fee: Money;
  readonly spokenFee: Money;
  readonly feeRule: 'credited' | 'not_credited';
  readonly range: { readonly low: Money; readonly high: Money } | null;
  /** The middle of the range in force. */
  readonly estimate: Money | null;
  /** What is taken in advance, whole dollars. */
  readonly deposit: Money | null;
}

/** numerator/denominator of an amount in whole cents, half away from zero. */
const fraction = (cents: number, numerator: number, denominator: number): number =>
  Number((BigInt(cents) * BigInt(numerator) * 2n + BigInt(denominator)) / (BigInt(denominator) * 2n));

/** The next whole dollar: what is spoken is never below what is charged. */
export const spokenDollars = (money: Money): Money => usd(Math.ceil(money.cents / 100) * 100);

/** What coming costs, by day or after hours, what repairs of this kind usually cost, and what is taken in advance. */
export const computeQuote = (item: PriceItem, afterHours: boolean, terms: DepositTerms): ComputedQuote => {
  const { numerator, denominator } = item.afterHoursFactor;
  const fee = usd(afterHours ? fraction(item.feeCents, numerator, denominator) : item.feeCents);
  const range = afterHours ? item.afterHoursRange : item.range;
  const estimate = range === null ? null : usd(fraction(range.lowCents + range.highCents, 1, 2));
  return {
    fee,
    spokenFee: spokenDollars(fee),
    feeRule: item.feeRule,
    range: range === null ? null : { low: usd(range.lowCents), high: usd(range.highCents) },
    estimate,
    deposit: computeDeposit(estimate, terms),
  };
};
