import { expect, test } from 'vitest';
import { TextCall } from '#fakes/text-call.ts';
import { usd } from '#shared/money.ts';
import { english } from '../language/en-US/templates/phrasebook.ts';
import { newCall } from '../state/state.ts';
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
  };
  const { phrases } = throughGate({ name: 'tell_fee', fee: 'day' }, factsOf(state, context), english);
  expect(phrases.map((phrase) => phrase.text)).toEqual([
    'The visit is one hundred dollars.',
    'It pays for the trip and finding the problem.',
  ]);
  expect(throughGate({ name: 'tell_fee', fee: 'after_hours' }, factsOf(state, context), english).held).toBe(true);
});
