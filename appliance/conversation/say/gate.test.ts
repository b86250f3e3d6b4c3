import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextCall } from '#fakes/text-call.ts';
import { usd } from '#shared/money.ts';
import { english } from '../language/en-US/templates/phrasebook.ts';
import { newCall } from '../state/state.ts';
import type { StoredQuote } from '../tools.ts';
import { ACTS } from './acts.ts';
import { factsOf } from './facts.ts';
import { mayBeSaid, throughGate } from './gate.ts';

const { context } = new TextCall();
const nothingStored = factsOf(newCall({ playbookDigest: 'test' }), context);

test.each(ACTS)('without a single record, %s claims no price, time, booking, dispatch or message', (name) => {
  const { phrases } = throughGate({ name, hazard: 'gas' }, nothingStored, english);
  for (const { text } of phrases) expect([...english.claims(text)], text).toEqual([]);
});

test.each([
  ['ack_problem', 'That will be ninety dollars.'],
  ['ask_name', 'He is on his way.'],
  ['goodbye', 'You are booked for tonight, nine to eleven.'],
  ['goodbye', 'Someone will call you back.'],
  ['ask_access', 'See you tomorrow morning.'],
] as const)('%s may not say: %s', (act, text) => {
  expect(mayBeSaid(text, act, nothingStored, english)).toBe(false);
});

test('even the act that states the booking says nothing of it before it is stored', () => {
  expect(mayBeSaid('You are booked for tonight, nine to eleven.', 'state_booking', nothingStored, english)).toBe(false);
});

test('a wording that claims more than its record is held back, and the caller hears that the office will confirm', () => {
  const loose = {
    ...english,
    phrases: (act: { name: string }) =>
      act.name === 'ask_name'
        ? [{ text: 'It costs ten dollars.', fixed: true }]
        : english.phrases({ name: 'office_will_confirm' }, nothingStored),
  };
  const { phrases, held } = throughGate({ name: 'ask_name' }, nothingStored, loose);
  expect(held).toBe(true);
  expect(phrases.map((phrase) => phrase.text)).toEqual(['The office will confirm that with you.']);
});

test('what is said of a fee is the stored quote, whatever else the state holds', () => {
  const state = newCall({ playbookDigest: 'test' });
  state.records.quotes.day = {
    id: 'q',
    serviceType: 'no_heat',
    afterHours: false,
    fee: usd(9950),
    spokenFee: usd(10_000),
    feeRule: 'not_credited',
    range: null,
    estimate: null,
    deposit: null,
    state: 'OH',
  };
  const { phrases } = throughGate({ name: 'tell_fee', fee: 'day' }, factsOf(state, context), english);
  expect(phrases.map((phrase) => phrase.text)).toEqual([
    'The visit is one hundred dollars.',
    'It pays for the trip and finding the problem.',
  ]);
  expect(throughGate({ name: 'tell_fee', fee: 'after_hours' }, factsOf(state, context), english).held).toBe(true);
});

const stored = (late: boolean): StoredQuote => ({
  id: late ? 'late' : 'day',
  serviceType: 'no_cooling',
  afterHours: late,
  fee: usd(late ? 24_750 : 16_500),
  spokenFee: usd(late ? 24_800 : 16_500),
  feeRule: 'credited',
  range: late ? { low: usd(45_000), high: usd(120_000) } : { low: usd(30_000), high: usd(80_000) },
  estimate: usd(late ? 82_500 : 55_000),
  deposit: usd(late ? 20_600 : 13_700),
  state: 'OH',
});

describe('amounts', () => {
  const state = newCall({ playbookDigest: 'test' });
  state.records.quotes = { day: null, afterHours: stored(true) };
  const facts = factsOf(state, context);

  test.each([
    ['An after-hours visit is two hundred forty-eight dollars.', true],
    ['It is usually between four hundred fifty and one thousand two hundred dollars.', true],
    ['A deposit of two hundred six dollars holds the visit.', true],
    ['The visit is one hundred sixty-five dollars.', false],
    ['The visit is forty-eight dollars.', false],
    ['A deposit of two hundred six dollars and twenty-five cents holds the visit.', false],
    ['It is between four hundred and one thousand two hundred dollars.', false],
    ['It is one thousand two hundred dollars at most.', false],
    ['The visit is $248.', false],
    ['It is 248 dollars, or two hundred forty-eight dollars.', false],
    ['Only a few dollars.', false],
  ])('%s %s', (text, held) => {
    expect(mayBeSaid(text, 'tell_fee', facts, english)).toBe(held);
  });

  test('every quote there may be passes with its own amounts, and with no other', () => {
    const cents = fc.integer({ min: 1, max: 300_000 }).map((dollars) => dollars * 100);
    fc.assert(
      fc.property(fc.boolean(), cents, cents, cents, fc.option(cents), (late, fee, low, more, deposit) => {
        const quote: StoredQuote = {
          ...stored(late),
          spokenFee: usd(fee),
          range: { low: usd(low), high: usd(low + more) },
          deposit: deposit === null ? null : usd(deposit),
        };
        const other = { ...quote, spokenFee: usd(fee + 100) };
        const told = (one: StoredQuote, backing: StoredQuote): boolean => {
          const call = newCall({ playbookDigest: 'test' });
          const kind = late ? 'afterHours' : 'day';
          call.records.quotes = { day: null, afterHours: null, [kind]: one };
          const { phrases } = throughGate(
            { name: 'tell_fee', fee: late ? 'after_hours' : 'day' },
            factsOf(call, context),
            english,
          );
          call.records.quotes = { day: null, afterHours: null, [kind]: backing };
          return phrases.every(({ text }) => mayBeSaid(text, 'tell_fee', factsOf(call, context), english));
        };
        expect(told(quote, quote)).toBe(true);
        if (deposit !== fee + 100) expect(told(other, quote)).toBe(false);
      }),
    );
  });
});
