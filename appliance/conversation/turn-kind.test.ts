import { expect, test } from 'vitest';
import { ring, wordsOf } from '#fakes/text-call.ts';

const UNKNOWN = ['hi i would like to have the thingamajig bruvelled', 'well the thingamajig wants bruvelling'];

test('words that name no service are followed by what sort of visit is meant', async () => {
  const call = await ring();
  expect((await call.say(UNKNOWN[0] ?? '')).acts).toContain('ask_problem');
  const asked = await call.say(UNKNOWN[1] ?? '');
  expect(asked.acts).toEqual(['ask_kind']);
  expect(wordsOf(asked)).toMatch(/repair, a maintenance visit/);
});

test('a repair is a visit of the trade, with the words of the caller', async () => {
  const call = await ring();
  await call.play([...UNKNOWN, 'it is a repair', 'no', 'Sarah Miller', 'yes']);
  expect(call.outcomes.at(-1)?.slots['problem']).toMatchObject({
    value: { serviceType: null, text: UNKNOWN[1], details: ['it is a repair'] },
  });
  expect(call.outcomes.flatMap(({ acts }) => acts).at(-1)).toBe('ask_phone');
});

test('maintenance is the visit that the shop has for it', async () => {
  const call = await ring();
  await call.play([...UNKNOWN, 'it is for maintenance']);
  expect(call.outcomes.at(-1)?.slots['problem']).toMatchObject({ value: { serviceType: 'hvac_tune_up' } });
});

test.each([
  ['a price for something new', ['something new please']],
  ['no answer that tells', ['the thingamajig', 'bruvelling i say']],
  ['two answers at once', ['a repair or something new', 'a repair or something new']],
])('%s: nothing is booked, the words go to the office', async (_, answers) => {
  const call = await ring({ from: '9375550142' });
  await call.play([...UNKNOWN, ...answers, 'yes', 'yes', 'Sarah Miller', 'yes', 'no']);
  expect(call.shop.messages).toMatchObject([{ reason: 'not_understood' }]);
  expect(call.shop.booked).toEqual([]);
});

test('danger told at this question is danger', async () => {
  const call = await ring();
  await call.play(UNKNOWN);
  expect((await call.say('i smell gas')).acts[0]).toBe('life_safety');
});
