/** An amount in integer cents. Never a float, never a formatted string. */
export interface Money {
  readonly cents: number;
  readonly currency: 'USD';
}

export const usd = (cents: number): Money => {
  if (!Number.isSafeInteger(cents)) throw new RangeError(`money must be whole cents, got ${cents}`);
  return { cents, currency: 'USD' };
};

/** `$1,234.50`, for screens and texts; speech has its own wording. */
export const formatMoney = (money: Money): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: money.currency }).format(money.cents / 100);
