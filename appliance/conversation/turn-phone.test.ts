import { describe, expect, test } from 'vitest';
import { MORNING, ring, wordsOf } from '#fakes/text-call.ts';

const TO_PHONE = ['hi the ac stopped cooling', 'no nothing like that', 'sarah miller', 'yes'];
const ADDRESS = 'one twenty three oak street springfield ohio';
const TO_FEE = [...TO_PHONE, 'nine three seven five five five oh one four two', 'yes', ADDRESS, 'yes'];

describe('a phone number', () => {
  test('without its area code takes the shop’s, and is read back with it', async () => {
    const call = await ring({ now: MORNING });
    const outcome = await call.play([...TO_PHONE, 'five five five oh one four two']);
    expect(wordsOf(outcome)).toContain('I heard five five five, five five five, zero one four two.');
    expect((await call.say('no the area code is nine three seven')).slots['phone']?.value).toBe('9375550142');
  });

  test('that no area has is never refused; it gets a read-back of its own', async () => {
    const call = await ring({ now: MORNING });
    const name = await call.say('this is sarah miller at 555-123-0000 my ac stopped cooling no smells');
    expect(name.acts.at(-1)).toBe('read_back_name');
    const phone = await call.say('yes');
    expect(phone.acts).toEqual(['read_back_phone']);
    const again = await call.say('yes');
    expect(wordsOf(again)).toBe(
      'Once more: I heard five five five, one two three, zero zero, zero zero. Is that right?',
    );
    const taken = await call.say('yes');
    expect(taken.slots['phone']).toEqual({ value: '5551230000', state: 'confirmed' });
    expect(taken.acts).toEqual(['ask_address']);
  });

  test.each([
    ['no it is five five five oh one four three', '9375550143'],
    ['no wait my number is nine three seven five five five oh one four three', '9375550143'],
    ['no my phone number ends in oh one four three', '9375550143'],
    ['actually no the number is six one four five five five oh one four three', '6145550143'],
  ])('corrected at the fee, "%s": read back anew, and the fee stands unanswered', async (words, value) => {
    const call = await ring({ now: MORNING });
    expect((await call.play(TO_FEE)).acts.at(-1)).toBe('ask_fee');
    const outcome = await call.say(words);
    expect(outcome.acts).toEqual(['ack_correction', 'read_back_phone']);
    expect(outcome.slots['phone']?.value).toBe(value);
    expect(call.state.objections).toBe(0);
    const fee = await call.say('yes');
    expect(fee.acts.at(-1)).toBe('ask_fee');
    await call.play(['yes', 'the first one', 'no']);
    expect(call.shop.booked).toMatchObject([{ visit: { contact: { phone: value } } }]);
  });

  test('with an extension is read back, and booked, with it', async () => {
    const call = await ring({ now: MORNING });
    const heard = await call.play([...TO_PHONE, 'nine three seven five five five oh one four two extension twelve']);
    expect(wordsOf(heard)).toContain('I heard nine three seven, five five five, zero one four two, extension one two.');
    const mended = await call.say('no extension thirteen');
    expect(wordsOf(mended)).toContain('zero one four two, extension one three.');
    await call.play(['yes', ADDRESS, 'yes', 'yes', 'the first one', 'no']);
    expect(call.shop.booked).toMatchObject([{ visit: { contact: { phone: '9375550142', extension: '13' } } }]);
  });

  test('whose extension is told later is read back once more', async () => {
    const call = await ring({ now: MORNING });
    await call.play([...TO_PHONE, 'nine three seven five five five oh one four two', 'yes']);
    const heard = await call.say('oh and its extension four');
    expect(wordsOf(heard)).toContain('zero one four two, extension four.');
    expect((await call.say('yes')).acts).toEqual(['ask_address']);
  });

  test.each(['no i want nine to eleven tomorrow', 'no thats too much', 'no'])(
    'is not corrected by "%s" at the fee',
    async (words) => {
      const call = await ring({ now: MORNING });
      await call.play(TO_FEE);
      expect((await call.say(words)).slots['phone']).toEqual({ value: '9375550142', state: 'confirmed' });
    },
  );
});
