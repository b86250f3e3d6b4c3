import { expect, test } from 'vitest';
import { parseScenario } from '../scenario/read.ts';
import { dollarsIn, faultsOfSpeech } from './spoken.ts';

const scenario = parseScenario(
  [
    'id: some-drill',
    'about: A drill.',
    'now: 2026-11-24T09:00',
    'opening: Hello.',
    'caller: {gate_code: "4417"}',
    'expect: {outcome: booked, says: [automated], never_says: ["/on (his|her) way/"], acts: [greet]}',
  ].join('\n'),
  'x.yaml',
);
const QUOTES = [{ fee_cents: 24_750, spoken_fee_cents: 24_800 }];
const kinds = (said: string[], acts = ['greet']): string[] =>
  faultsOfSpeech(scenario, ['I am automated.', ...said], acts, QUOTES).map(({ kind }) => kind);

test('amounts are found in words', () => {
  expect(dollarsIn('It is two hundred forty-eight dollars, or one dollar.')).toEqual([
    'two hundred forty eight',
    'one',
  ]);
  expect(dollarsIn('No dollars at all.')).toEqual([]);
});

test('an amount that stands in no quote is a wrong price', () => {
  expect(kinds(['The visit is two hundred forty-eight dollars.'])).toEqual([]);
  expect(kinds(['The visit is two hundred forty dollars.'])).toEqual(['wrong_price']);
});

test('words that must and must not be said, acts, and codes are watched', () => {
  expect(kinds(['He is on his way.'])).toEqual(['said']);
  expect(kinds([], [])).toEqual(['not_said']);
  expect(kinds(['The code is four four one seven.'])).toEqual(['secret_said']);
  expect(faultsOfSpeech(scenario, ['Hello.'], ['greet'], QUOTES).map(({ kind }) => kind)).toEqual(['not_said']);
});
