import { expect, test } from 'vitest';
import { parseConfig } from './parse.ts';

const costOf = (inner: string) => parseConfig(`cost:\n${inner}`, '/etc/pilot.yaml').cost;

test('without the block there are prices and budgets all the same', () => {
  const { budgetMicros, currency, prices } = parseConfig('', '/etc/pilot.yaml').cost;
  expect(currency).toBe('USD');
  expect(prices).toMatchObject({ carrierMinuteMicros: 10_000, premiumThousandMicros: 300_000 });
  expect(budgetMicros).toEqual({ call: 1_000_000, day: 10_000_000, month: 100_000_000 });
});

test('amounts become whole millionths, and a budget may be none', () => {
  const cost = costOf('  prices: {carrier_minute: 0.0085, sms: 0.00833}\n  budget: {call: 0.25, day: none}\n');
  expect(cost.prices.carrierMinuteMicros).toBe(8500);
  expect(cost.prices.messageMicros['sms']).toBe(8330);
  expect(cost.budgetMicros).toEqual({ call: 250_000, day: null, month: 100_000_000 });
});

test('a negative price is named with its place', () => {
  expect(() => costOf('  prices: {sms: -1}\n')).toThrow('/etc/pilot.yaml:2:17: cost.prices.sms');
});
