import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usd } from '#shared/money.ts';
import { computeDeposit, STATE_CAPS, type DepositRule, type DepositTerms } from './deposit.ts';
import { computeQuote, type PriceItem } from './quote.ts';

const rule: DepositRule = {
  percent: 25,
  onService: true,
  onInstall: true,
  installCap: { percent: 10, cents: 100_000 },
};
const service: DepositTerms = { rule, work: 'service', state: 'OH', caps: 'strictest' };
const install: DepositTerms = { ...service, work: 'install' };
const cents = (dollars: number, terms: DepositTerms): number | undefined =>
  computeDeposit(usd(dollars * 100), terms)?.cents;

const acRepair: PriceItem = {
  feeCents: 16_500,
  afterHoursFactor: { numerator: 3, denominator: 2 },
  feeRule: 'credited',
  range: { lowCents: 30_000, highCents: 80_000 },
  afterHoursRange: { lowCents: 45_000, highCents: 120_000 },
};

describe('a quote with its deposit', () => {
  it('is the AC repair tonight: 248 spoken, 450 to 1,200, estimate 825.00, deposit 206.25 taken as 206.00', () => {
    expect(computeQuote(acRepair, true, service)).toEqual({
      fee: usd(24_750),
      spokenFee: usd(24_800),
      feeRule: 'credited',
      range: { low: usd(45_000), high: usd(120_000) },
      estimate: usd(82_500),
      deposit: usd(20_600),
    });
    expect(computeQuote(acRepair, false, service)).toMatchObject({ estimate: usd(55_000), deposit: usd(13_700) });
  });

  it('takes none where the shop has no rule, switched it off, knows no range, or only gives an estimate', () => {
    const off = { ...rule, onService: false };
    expect(computeQuote(acRepair, true, { ...service, rule: null }).deposit).toBeNull();
    expect(computeQuote(acRepair, true, { ...service, rule: off }).deposit).toBeNull();
    expect(computeQuote({ ...acRepair, afterHoursRange: null }, true, service)).toMatchObject({
      estimate: null,
      deposit: null,
    });
    expect(computeQuote(acRepair, true, { ...service, work: 'estimate' }).deposit).toBeNull();
    expect(
      computeQuote(acRepair, true, { ...service, rule: { ...off, onInstall: false }, work: 'install' }).deposit,
    ).toBeNull();
  });

  it('keeps an installation to the lesser of 10 % and $1,000, or to the law alone', () => {
    expect(cents(1700, install)).toBe(17_000);
    expect(cents(16_000, install)).toBe(100_000);
    expect(cents(1700, { ...install, caps: 'law' })).toBe(42_500);
  });

  it.each([
    ['CA', 700, undefined],
    ['CA', 825, 8200],
    ['CA', 20_000, 100_000],
    ['FL', 825, 8200],
    ['fl', 825, 8200],
    ['MD', 825, 20_600],
    ['PA', 825, 20_600],
    ['OH', 825, 20_600],
  ] as const)('in %s a deposit on %i dollars of service is %s cents', (state, dollars, expected) => {
    expect(cents(dollars, { ...service, state })).toBe(expected);
  });

  it.each([
    ['MA', 900, 30_000],
    ['ME', 900, 30_000],
    ['TN', 901, 30_000],
    ['PA', 900, 45_000],
    ['PA', 9000, 300_000],
  ] as const)('half in advance is cut down in %s: %i dollars, %i cents', (state, dollars, expected) => {
    expect(cents(dollars, { ...service, rule: { ...rule, percent: 50 }, state })).toBe(expected);
  });

  it('is whole dollars, never above the rule, the cap or the law', () => {
    fc.assert(
      fc.property(
        fc.nat(5_000_000),
        fc.integer({ min: 0, max: 100 }),
        fc.constantFrom(...Object.keys(STATE_CAPS), 'OH', null),
        fc.constantFrom('service', 'install'),
        (estimate, percent, state, work) => {
          const taken = computeDeposit(usd(estimate), { rule: { ...rule, percent }, work, state, caps: 'strictest' });
          if (taken === null) return;
          expect(taken.cents % 100).toBe(0);
          expect(taken.cents).toBeGreaterThan(0);
          expect(taken.cents).toBeLessThanOrEqual((estimate * percent) / 100);
          if (work === 'install') expect(taken.cents).toBeLessThanOrEqual(Math.min(estimate / 10, 100_000));
          if (state === 'CA') expect(taken.cents).toBeLessThanOrEqual(Math.min(estimate / 10, 100_000));
        },
      ),
    );
  });
});
