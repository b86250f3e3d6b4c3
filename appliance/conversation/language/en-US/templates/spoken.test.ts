import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spokenAddress, spokenStreet } from './addresses.ts';
import { cardinal, ordinal, spokenHouseNumber, spokenMoney, spokenPhone } from './numbers.ts';
import { spokenDate, spokenWindow } from './times.ts';

const ZONE = 'America/New_York';
const NOW = Date.parse('2026-11-23T20:10:00-05:00');
const span = (start: string, hours = 2) => ({
  startsAt: Date.parse(start),
  endsAt: Date.parse(start) + hours * 3_600_000,
  zone: ZONE,
});

describe('numbers as they are spoken', () => {
  test.each([
    [0, 'zero'],
    [15, 'fifteen'],
    [40, 'forty'],
    [248, 'two hundred forty-eight'],
    [1200, 'one thousand two hundred'],
    [10_005, 'ten thousand five'],
  ])('%i', (n, words) => expect(cardinal(n)).toBe(words));

  test('every amount up to a million has words of its own, without digits', () => {
    const seen = new Map<string, number>();
    for (let n = 0; n < 20_000; n++) {
      const words = cardinal(n);
      expect(words).toMatch(/^[a-z][a-z -]*[a-z]$/);
      expect(seen.has(words)).toBe(false);
      seen.set(words, n);
    }
  });

  test('money is dollars, and cents only when there are any', () => {
    expect(spokenMoney(24_800)).toBe('two hundred forty-eight dollars');
    expect(spokenMoney(100)).toBe('one dollar');
    expect(spokenMoney(24_750)).toBe('two hundred forty-seven dollars and fifty cents');
  });

  test('a phone number is said digit by digit in three groups', () => {
    expect(spokenPhone('5551230000')).toBe('five five five, one two three, zero zero zero zero');
  });

  test('a phone number can be written down from its words', () => {
    const digits = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    fc.assert(
      fc.property(fc.stringMatching(/^\d{10}$/), (phone) => {
        const back = spokenPhone(phone)
          .replaceAll(',', '')
          .split(' ')
          .map((word) => digits.indexOf(word))
          .join('');
        expect(back).toBe(phone);
      }),
    );
  });

  test.each([
    [1, 'first'],
    [12, 'twelfth'],
    [20, 'twentieth'],
    [21, 'twenty-first'],
    [143, 'one hundred forty-third'],
  ])('%i as an ordinal', (n, words) => expect(ordinal(n)).toBe(words));
});

describe('addresses as they are spoken', () => {
  test('fifteen and fifty are told apart', () => {
    expect(spokenHouseNumber('15')).toBe('one five');
    expect(spokenHouseNumber('50B')).toBe('five zero B');
  });

  test.each([
    ['5th Ave', 'fifth Avenue'],
    ['Oak St', 'Oak Street'],
    ['State Route 41', 'State Route forty-one'],
    ['N Main Street', 'North Main Street'],
    ['St Clair Avenue', 'St Clair Avenue'],
  ])('%s', (written, spoken) => expect(spokenStreet(written)).toBe(spoken));

  test('whole and in part', () => {
    const address = {
      houseNumber: '123',
      street: 'Oak Street',
      unit: 'Apt 4',
      city: 'Springfield',
      state: 'OH',
      zip: '45501',
    };
    expect(spokenAddress(address)).toBe(
      'one two three Oak Street, Apt four, Springfield, Ohio, four five five zero one',
    );
    expect(spokenAddress({ ...address, houseNumber: null, unit: null, zip: null })).toBe(
      'Oak Street, Springfield, Ohio',
    );
  });
});

describe('windows as they are spoken', () => {
  test.each([
    ['2026-11-23T21:00:00-05:00', 'tonight, nine to eleven'],
    ['2026-11-24T08:00:00-05:00', 'tomorrow morning, eight to ten'],
    ['2026-11-24T10:00:00-05:00', 'tomorrow morning, ten to noon'],
    ['2026-11-26T13:00:00-05:00', 'Thursday afternoon, one to three'],
    ['2026-11-26T08:30:00-05:00', 'Thursday morning, eight thirty to ten thirty'],
    ['2026-12-01T08:00:00-05:00', 'Tuesday, December first, in the morning, eight to ten'],
  ])('%s', (start, words) => expect(spokenWindow(span(start), NOW)).toBe(words));

  test('the day is the one of the place, not of the machine', () => {
    const honolulu = {
      startsAt: Date.parse('2026-11-24T08:00:00Z'),
      endsAt: Date.parse('2026-11-24T10:00:00Z'),
      zone: 'Pacific/Honolulu',
    };
    expect(spokenDate(honolulu, Date.parse('2026-11-24T01:00:00Z'))).toBe('tonight');
  });
});
