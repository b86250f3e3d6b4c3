import { describe, expect, test } from 'vitest';
import { ring, wordsOf, type TextCall } from '#fakes/text-call.ts';

const PROBLEM = 'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.';
const NAMED = [PROBLEM, 'Sarah Miller', 'yes'];
const type = async (call: TextCall, digits: string) => {
  let last = await call.hear(await call.send({ kind: 'key', digits: digits.charAt(0) }));
  for (const digit of digits.slice(1)) last = await call.hear(await call.send({ kind: 'key', digits: digit }));
  return last;
};

describe('a number misunderstood twice is typed', () => {
  test.each([
    ['refused twice', ['937-555-0000', 'no', '937-555-0009', 'no']],
    ['corrected and refused', ['937-555-0000', 'no, 937-555-0009', 'no']],
    ['never understood', ['brzl', 'grmpf']],
  ])('a phone number %s', async (_, answers) => {
    const call = await ring();
    const asked = await call.play([...NAMED, ...answers]);
    expect(asked.acts.at(-1)).toBe('ask_phone_keys');
    const typed = await type(call, '9375550001');
    expect(typed.acts).toEqual(['read_back_phone']);
    expect(wordsOf(typed)).toContain('nine three seven, five five five, zero zero zero one');
    expect((await call.say('yes')).slots['phone']).toEqual({ value: '9375550001', state: 'confirmed' });
  });

  test('a star starts again, and a number cut short by the pound sign is asked for again', async () => {
    const call = await ring();
    await call.play([...NAMED, 'brzl', 'grmpf']);
    expect((await type(call, '999*555#')).acts).toEqual(['did_not_catch', 'ask_phone_keys']);
    expect((await type(call, '99*9375550001')).acts).toEqual(['read_back_phone']);
  });

  test('a leading one is the country', async () => {
    const call = await ring();
    await call.play([...NAMED, 'brzl', 'grmpf']);
    expect((await type(call, '19375550001')).slots['phone']?.value).toBe('9375550001');
  });

  const TO_ADDRESS = [...NAMED, '937-555-0000', 'yes'];

  test('a house number, ended by the pound sign or by silence', async () => {
    for (const end of ['#', 'silence']) {
      const call = await ring();
      const asked = await call.play([...TO_ADDRESS, 'Oak Street, Springfield, Ohio', 'brzl', 'grmpf']);
      expect(asked.acts.at(-1)).toBe('ask_house_number_keys');
      await type(call, '1203');
      const done =
        end === '#' ? await type(call, '#') : await call.hear(await call.send({ kind: 'silence', ms: 9000 }));
      expect(done.acts).toEqual(['read_back_address']);
      expect((await call.say('yes')).slots['address']).toMatchObject({
        value: { houseNumber: '1203', street: 'Oak Street' },
        state: 'confirmed',
      });
    }
  });

  test('a house number that was corrected twice', async () => {
    const call = await ring();
    const asked = await call.play([
      ...TO_ADDRESS,
      '123 Oak Street, Springfield, Ohio',
      'no, one two four',
      'no, one two five',
    ]);
    expect(asked.acts.at(-1)).toBe('ask_house_number_keys');
    await type(call, '126#');
    expect((await call.say('yes')).slots['address']).toMatchObject({
      value: { houseNumber: '126' },
      state: 'confirmed',
    });
  });

  test('a city, by its ZIP, which may begin with a zero', async () => {
    const call = await ring();
    const asked = await call.play([...TO_ADDRESS, '123 Oak Street', 'brzl', 'grmpf']);
    expect(asked.acts.at(-1)).toBe('ask_zip_keys');
    await type(call, '0*');
    const read = await type(call, '45503');
    expect(read.acts).toEqual(['read_back_address']);
    expect(wordsOf(read)).toContain('Springfield, Ohio');
  });
});

describe('zero on the keypad', () => {
  test.each([
    ['at once', []],
    ['at a name', [PROBLEM]],
    ['before a phone number', NAMED],
    ['at a read-back', [...NAMED, '937-555-0000']],
    ['at an address', [...NAMED, '937-555-0000', 'yes']],
  ])('%s asks for a person, within that turn', async (_, lines) => {
    const call = await ring({ people: ['Office'] });
    await call.play(lines);
    const outcome = await call.send({ kind: 'key', digits: '0' });
    expect(outcome).toMatchObject({ acts: ['transfer_start'], transfer: { to: ['Office'] } });
  });

  test('is a digit once a number is being typed', async () => {
    const call = await ring({ people: ['Office'] });
    await call.play(NAMED);
    const typed = await type(call, '9375550000');
    expect(typed.transfer).toBeNull();
    expect(typed.acts).toEqual(['read_back_phone']);
  });

  test('gets the best next thing when nobody is there', async () => {
    const call = await ring({ from: '9375550000' });
    const outcome = await call.hear(await call.send({ kind: 'key', digits: '0' }));
    expect(outcome.acts).toEqual(['nobody_now', 'ask_message']);
  });

  test('does not stop a script that saves lives', async () => {
    const call = await ring({ people: ['Office'], from: '9375550000' });
    await call.say('I smell gas');
    expect(await call.send({ kind: 'key', digits: '0' })).toMatchObject({ acts: [], transfer: null, ended: false });
  });

  test('other keys mean nothing where no number is asked for', async () => {
    const call = await ring({ people: ['Office'] });
    await call.say(PROBLEM);
    for (const digits of ['5', '#', '*', '9']) expect((await call.send({ kind: 'key', digits })).acts).toEqual([]);
  });
});

describe('one group of a number said anew', () => {
  test.each([
    ['no, five five six', '9375560000'],
    ['no, it ends in zero zero nine nine', '9375550099'],
    ['no the area code is six one four', '6145550000'],
  ])('%s', async (words, value) => {
    const call = await ring();
    await call.play([...NAMED, '937-555-0000']);
    const outcome = await call.say(words);
    expect(outcome.acts).toEqual(['read_back_phone']);
    expect(outcome.slots['phone']).toEqual({ value, state: 'read_back' });
    expect((await call.say('yes')).slots['phone']).toEqual({ value, state: 'confirmed' });
  });

  test('that could be any of them: the number is asked for again', async () => {
    const call = await ring();
    await call.play([...NAMED, '937-555-0000']);
    expect((await call.say('no, one two four')).acts.at(-1)).toBe('ask_phone');
  });

  test('of a house number', async () => {
    const call = await ring();
    await call.play([...NAMED, '937-555-0000', 'yes', '123 Oak Street, Springfield, Ohio']);
    const outcome = await call.say('no, one two four');
    expect(outcome.acts).toEqual(['read_back_address']);
    expect(outcome.slots['address']).toMatchObject({ value: { houseNumber: '124', street: 'Oak Street' } });
  });
});
