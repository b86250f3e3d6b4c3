import { describe, expect, test } from 'vitest';
import { ring, wordsOf } from '#fakes/text-call.ts';

const TO_WINDOWS = [
  'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.',
  'Sarah Miller',
  "yes that's right",
  'nine three seven five five five zero one four two',
  'yes',
  '123 Oak Street, Springfield, Ohio',
  'yes',
  'tomorrow please',
];

const after = async (...words: readonly string[]) => {
  const call = await ring();
  await call.play(TO_WINDOWS);
  const outcomes = [];
  for (const said of words) outcomes.push(await call.say(said));
  return { call, last: outcomes.at(-1) ?? (await call.say('')), outcomes };
};

describe('a time that is set right after it was taken', () => {
  test.each([
    ['no one to three', /tomorrow afternoon, one to three/],
    ['one to three', /tomorrow afternoon, one to three/],
    ['no i said ten to noon', /tomorrow morning, ten to noon/],
    ['no no one to three', /tomorrow afternoon, one to three/],
    ['no not eight to ten i meant one to three', /tomorrow afternoon, one to three/],
  ])('%s: offered, nothing booked, no code and no number made of it', async (said, offer) => {
    const { call, last } = await after('the first one', said);
    expect(last.acts).toEqual(['offer_window']);
    expect(wordsOf(last)).toMatch(offer);
    expect(call.shop.booked).toEqual([]);
    expect(last.slots).toMatchObject({ phone: { value: '9375550142' }, address: { value: { houseNumber: '123' } } });
    expect(last.slots).not.toHaveProperty('gateCode');
  });

  test('the same time said again stays taken', async () => {
    const { call } = await after('the first one', 'no eight to ten');
    expect(call.shop.booked).toMatchObject([{ windowId: '2026-11-24T08' }]);
  });
});

describe('a time that was declined and is asked for again', () => {
  test.each(['do you have tomorrow morning eight to ten', 'okay then the eight to ten'])(
    '%s: is offered, and nobody is told that it is taken',
    async (said) => {
      const { last } = await after('no something later', said);
      expect(last.acts).toEqual(['offer_window']);
      expect(wordsOf(last)).toMatch(/tomorrow morning, eight to ten/);
    },
  );

  test('is offered after other days were looked at, too', async () => {
    const { last } = await after('no something later', 'what about friday', 'no tomorrow eight to ten then');
    expect(wordsOf(last)).toMatch(/tomorrow morning, eight to ten/i);
    expect(last.acts).not.toContain('no_such_window');
  });

  test('nobody who declines all times of a day hears them again, nor that they are taken', async () => {
    const { outcomes } = await after('no', 'no', 'no', 'no');
    const offers = outcomes.map(wordsOf);
    expect(offers[1]).toMatch(/tomorrow evening/);
    expect(offers[2]).not.toMatch(/tomorrow|do not have that time/);
    expect(offers[3]).not.toMatch(/tomorrow|do not have that time/);
  });
});
