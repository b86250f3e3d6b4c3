import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey, formatAddress } from './address.ts';
import type { DepositTerms } from './deposit.ts';
import { mayJobBecome, mayVisitBecome } from './job-status.ts';
import { formatPhone, normalisePhone } from './phone.ts';
import { computeQuote, type PriceItem } from './quote.ts';
import { readShopSettings } from './settings.ts';
import { DEMO_SETTINGS, DEMO_TECHNICIANS } from './starter/demo-shop.ts';
import { electrical } from './starter/electrical.ts';
import { hvac } from './starter/hvac.ts';
import { plumbing } from './starter/plumbing.ts';

describe('phone numbers', () => {
  it.each([
    ['555-123-0000', '+15551230000'],
    ['(555) 123 0000', '+15551230000'],
    ['+1 555 123 0000', '+15551230000'],
    ['15551230000', '+15551230000'],
    ['+44 20 7946 0000', '+442079460000'],
  ])('%s is %s', (told, stored) => expect(normalisePhone(told)).toBe(stored));
  it.each(['', '123', '555123000', '55512300001', '+12', 'anonymous'])('%s is no number', (told) =>
    expect(normalisePhone(told)).toBeNull(),
  );
  it('is shown as people write it', () => expect(formatPhone('+15551230000')).toBe('555-123-0000'));
});

describe('addresses', () => {
  const oak = { houseNumber: '7', street: 'Oak Street', unit: null, city: 'Springfield', state: 'OH', zip: null };
  it('has one key however it is spelled', () => {
    expect(addressKey({ ...oak, street: 'oak st.', zip: '45503' })).toBe(addressKey(oak));
    expect(addressKey({ ...oak, street: 'North Oak Avenue' })).toBe(addressKey({ ...oak, street: 'N. Oak Ave' }));
  });
  it('tells neighbours, streets and units apart', () => {
    const others = [
      { houseNumber: '8' },
      { street: 'Oak Lane' },
      { unit: 'Apt 2' },
      { city: 'Dayton' },
      { state: 'IN' },
    ];
    for (const other of others) expect(addressKey({ ...oak, ...other })).not.toBe(addressKey(oak));
  });
  it('is written on one line', () =>
    expect(formatAddress({ ...oak, unit: 'Apt 4', zip: '45503' })).toBe('7 Oak Street, Apt 4, Springfield, OH 45503'));
});

const NO_DEPOSIT: DepositTerms = { rule: null, work: 'service', state: null, caps: 'strictest' };

describe('quotes', () => {
  const item: PriceItem = {
    feeCents: 16_500,
    afterHoursFactor: { numerator: 3, denominator: 2 },
    feeRule: 'credited',
    range: { lowCents: 30_000, highCents: 80_000 },
    afterHoursRange: null,
  };
  it('costs half as much again after hours, spoken in whole dollars upwards', () => {
    expect(computeQuote(item, false, NO_DEPOSIT)).toMatchObject({
      fee: { cents: 16_500 },
      spokenFee: { cents: 16_500 },
    });
    expect(computeQuote(item, true, NO_DEPOSIT)).toMatchObject({
      fee: { cents: 24_750 },
      spokenFee: { cents: 24_800 },
      range: null,
    });
  });
  it('never speaks less than it charges, nor a dollar more', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (feeCents, numerator, denominator) => {
          const { fee, spokenFee } = computeQuote(
            { ...item, feeCents, afterHoursFactor: { numerator, denominator } },
            true,
            NO_DEPOSIT,
          );
          expect(Math.abs(fee.cents - (feeCents * numerator) / denominator)).toBeLessThanOrEqual(0.5);
          expect(spokenFee.cents % 100).toBe(0);
          expect(spokenFee.cents - fee.cents).toBeGreaterThanOrEqual(0);
          expect(spokenFee.cents - fee.cents).toBeLessThan(100);
        },
      ),
    );
  });
});

describe('status', () => {
  it('goes forward, and what is over stays over', () => {
    expect(mayVisitBecome('scheduled', 'dispatched')).toBe(true);
    expect(mayVisitBecome('arrived', 'cancelled')).toBe(false);
    expect(mayVisitBecome('done', 'scheduled')).toBe(false);
    expect(mayJobBecome('scheduled', 'in_progress')).toBe(true);
    expect(mayJobBecome('completed', 'cancelled')).toBe(false);
  });
});

describe('the demo shop', () => {
  it('has valid settings, and refuses wrong ones by name', () => {
    expect(readShopSettings(JSON.parse(JSON.stringify(DEMO_SETTINGS)))).toEqual(DEMO_SETTINGS);
    expect(() => readShopSettings({ ...DEMO_SETTINGS, leadMinutes: -1 })).toThrow(/leadMinutes/u);
  });
  it('has each code once, and a general visit for each trade', () => {
    const codes = [...hvac, ...plumbing, ...electrical].map((service) => service.code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toEqual(expect.arrayContaining(['general_hvac', 'general_plumbing', 'general_electrical']));
  });
  it('has somebody of every trade on call each night', () => {
    for (const night of [1, 2, 3, 4, 5, 6, 7]) {
      const skills = DEMO_TECHNICIANS.filter((t) => t.nights.some((n) => n === night)).flatMap((t) => [...t.skills]);
      expect(new Set(skills), `night ${night}`).toEqual(new Set(['hvac', 'plumbing', 'electrical']));
    }
  });
});
