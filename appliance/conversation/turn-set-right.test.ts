import { describe, expect, test } from 'vitest';
import { MORNING, ring, wordsOf } from '#fakes/text-call.ts';

const TO_NAME = ['my toilet is clogged', 'no', 'no', 'john miller', 'yes'];
const TO_ADDRESS = [...TO_NAME, 'nine three seven five five five oh one four two', 'yes'];
const PLACE = 'oak street springfield ohio';

describe('a house number', () => {
  test('that ends in a word that sounds like a digit is read back apart from its street', async () => {
    const call = await ring({ now: MORNING });
    const outcome = await call.play([...TO_ADDRESS, `twenty tree ${PLACE}`]);
    expect(wordsOf(outcome)).toBe('I heard two three, on Oak Street, Springfield, Ohio. Is that right?');
    const corrected = await call.say('no it is twenty oak street');
    expect(wordsOf(corrected)).toBe('I heard two zero Oak Street, Springfield, Ohio. Is that right?');
  });

  test.each([
    ['fifteen', 'no fifty', 'five zero'],
    ['thirteen fifteen', 'no fifty', 'one three five zero'],
    ['thirteen fifteen', 'no, nine', 'one three one nine'],
    ['thirteen fifteen', 'no nine not five', 'one three one nine'],
    ['thirteen fifteen', 'no not five nine', 'one three one nine'],
    ['five fifteen', 'no two not five', 'five one two'],
    ['thirteen fifteen', 'no three eighteen', 'one three one eight'],
    ['thirteen fifteen', 'no it is fourteen oak street', 'one four'],
    ['thirteen fifteen', 'no the house number is nine', 'nine'],
  ])('"%s", set right by "%s", is read back as %s', async (first, words, heard) => {
    const call = await ring({ now: MORNING });
    await call.play([...TO_ADDRESS, `${first} ${PLACE}`]);
    expect(wordsOf(await call.say(words))).toContain(`I heard ${heard} Oak Street`);
    await call.play(['yes', 'yes', 'the first one', 'no']);
    expect(call.shop.booked[0]?.visit.location.street).toBe('Oak Street');
  });
});

test.each([
  ['no nine', '0149'],
  ['no, one not two', '0141'],
  ['no it ends in nine', '0149'],
  ['no five three', '0153'],
])('a phone number is set right by "%s"', async (words, last) => {
  const call = await ring({ now: MORNING });
  await call.play([...TO_NAME, 'nine three seven five five five oh one four two']);
  const outcome = await call.say(words);
  expect(outcome.acts).toEqual(['read_back_phone']);
  expect(outcome.slots['phone']?.value).toBe(`937555${last}`);
});

describe('an hour', () => {
  const TO_WINDOWS = [...TO_ADDRESS, `thirteen fifteen ${PLACE}`, 'yes', 'yes'];

  test('that is refused for another is not booked', async () => {
    const call = await ring({ now: MORNING });
    expect(wordsOf(await call.play(TO_WINDOWS))).toContain('ten to noon, or this afternoon, one to three');
    const outcome = await call.say('no nine to eleven');
    expect(outcome.acts.at(-1)).toMatch(/^offer_window/);
    expect(call.state.slots.window).toBeUndefined();
    expect(call.state.wishes).toMatchObject({ fromHour: 9, toHour: 11 });
  });

  test('is set right after it was told: the window is no longer taken', async () => {
    const call = await ring({ now: MORNING });
    await call.play([...TO_WINDOWS, 'the first one']);
    const outcome = await call.say('no, three');
    expect(wordsOf(outcome)).toContain('this afternoon, three to five');
    await call.play(['yes', 'no']);
    expect(call.shop.booked).toHaveLength(1);
    expect(call.outcomes.map(wordsOf).join(' ')).toContain('You are booked for this afternoon, three to five.');
  });
});

test('"yeah so no" is a no', async () => {
  const call = await ring({ now: MORNING });
  await call.play([...TO_ADDRESS, `thirteen fifteen ${PLACE}`]);
  expect(wordsOf(await call.say('yeah so no the house number is one to eight four'))).toContain(
    'I heard one two eight four Oak Street',
  );
});
