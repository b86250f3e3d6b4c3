import { describe, expect, test } from 'vitest';
import { completeCost } from '#shared/config/cost.ts';
import { leftMicros, sharesReached } from './budget.ts';
import { carrierCost, charactersFor, energyCost, messageCost, premiumCost } from './tariff.ts';

const config = completeCost({
  prices: { carrier_minute: 0.0085, premium_1000_characters: 0.3, sms: 0.0083, kilowatt_hour: 0.2 },
  watts: 150,
});

describe('what things cost, in whole millionths', () => {
  test.each([
    [0, 0, 0],
    [1, 60, 8500],
    [60_000, 60, 8500],
    [60_001, 120, 17_000],
    [600_000, 600, 85_000],
  ])('%i ms on the line: %i s billed, %i micros', (ms, quantity, micros) => {
    expect(carrierCost(ms, config)).toEqual({ kind: 'carrier', quantity, unit: 'second', micros, estimate: false });
  });

  test('a carrier that bills six seconds', () => {
    expect(carrierCost(61_000, { ...config, carrierIncrementSeconds: 6 })).toMatchObject({
      quantity: 66,
      micros: 9350,
    });
  });

  test('characters, messages, and energy as an estimate', () => {
    expect(premiumCost(1500, config)).toMatchObject({ quantity: 1500, unit: 'character', micros: 450_000 });
    expect(messageCost('sms', config)).toMatchObject({ kind: 'message.sms', quantity: 1, micros: 8300 });
    expect(messageCost('pigeon', config)).toMatchObject({ micros: 0 });
    // 150 W for a minute are 2.5 Wh.
    expect(energyCost(60_000, config)).toEqual({
      kind: 'energy',
      quantity: 2500,
      unit: 'milliwatt_hour',
      micros: 500,
      estimate: true,
    });
  });

  test('what an amount buys never costs more than it', () => {
    for (const micros of [0, 1, 299, 300, 301, 12_345, 999_999]) {
      const characters = charactersFor(micros, config);
      expect(premiumCost(characters, config).micros).toBeLessThanOrEqual(micros);
    }
    expect(charactersFor(-5, config)).toBe(0);
  });
});

describe('budgets', () => {
  const spent = { call: 100, day: 500, month: 5000 };
  const nothing = { call: 0, all: 0 };

  test('the least that any budget leaves counts, promises included', () => {
    const budgets = { call: 1000, day: 1000, month: 10_000 };
    expect(leftMicros(budgets, spent, nothing)).toBe(500);
    expect(leftMicros(budgets, spent, { call: 0, all: 450 })).toBe(50);
    expect(leftMicros(budgets, spent, { call: 0, all: 600 })).toBe(0);
    expect(leftMicros({ ...budgets, call: 300 }, spent, { call: 150, all: 150 })).toBe(50);
  });

  test('without budgets there is no limit', () => {
    expect(leftMicros({ call: null, day: null, month: null }, spent, nothing)).toBeNull();
  });

  test.each([
    [799, []],
    [800, [80]],
    [999, [80]],
    [1000, [80, 100]],
    [5000, [80, 100]],
  ])('%i of 1000 spent: told at %j', (micros, shares) => {
    expect(sharesReached(micros, 1000)).toEqual(shares);
  });
});
