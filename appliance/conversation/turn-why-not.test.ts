import { describe, expect, test } from 'vitest';
import { asksWhyNot } from './language/en-US/why-not.ts';
import { ring, wordsOf } from '#fakes/text-call.ts';

const TO_OFFER = [
  'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.',
  'Sarah Miller',
  "yes that's right",
  'nine three seven five five five zero zero zero zero',
  'yes',
  '123 Oak Street, Springfield, Ohio',
  'yes',
  'tomorrow',
];

test.each([
  ['why not tuesday', true],
  ["why can't you come tomorrow", true],
  ['why cant you come on friday', true],
  ['how come you have nothing on saturday', true],
  ['why not', true],
  ['how come', true],
  ["what's wrong with tomorrow morning", true],
  ['tuesday is not good', false],
  ['i do not know why it stopped', false],
  ['no the second one', false],
] as const)('%s: %s', (text, asks) => expect(asksWhyNot(text)).toBe(asks));

describe('a time that cannot be had', () => {
  // Sunday: the shop in memory has evenings alone, and tells that all else is taken.
  test('is told with the reason, and asked why it is told again', async () => {
    const call = await ring();
    await call.play(TO_OFFER);
    const refused = await call.say('can you come sunday morning');
    expect(refused.acts).toEqual(['no_such_window', 'offer_windows']);
    expect(wordsOf(refused)).toContain('I do not have that time. Everyone who does this work is taken then.');
    const why = await call.say('why not');
    expect(why.acts).toEqual(['why_not', 'offer_windows']);
    expect(wordsOf(why)).toContain('Everyone who does this work is taken then.');
    const again = await call.say('why not sunday morning');
    expect(again.acts).toEqual(['no_such_window', 'offer_windows']);
    expect(wordsOf(again)).toContain('Everyone who does this work is taken then.');
    await call.play(['the first one', 'no']);
    expect(call.shop.booked).toHaveLength(1);
  });

  test('asked of a day that has something, that day is offered', async () => {
    const call = await ring();
    await call.play(TO_OFFER);
    const offer = await call.say('why not thursday');
    expect(offer.acts).toEqual(['offer_windows']);
    expect(wordsOf(offer)).toContain('Thursday');
  });

  test('no reason of another day is told', async () => {
    const call = await ring();
    await call.play(TO_OFFER);
    await call.say('can you come sunday morning');
    const other = await call.say('do you have thursday');
    expect(wordsOf(other)).not.toContain('taken then');
  });
});
