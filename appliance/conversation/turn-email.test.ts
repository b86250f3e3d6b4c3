import { describe, expect, test } from 'vitest';
import { MORNING, ring, wordsOf } from '#fakes/text-call.ts';

const TO_PHONE = ['my toilet is clogged', 'no', 'no', 'john miller', 'yes'];
const TO_ADDRESS = [...TO_PHONE, 'nine three seven five five five oh one four two', 'yes'];
const TO_FEE = [...TO_ADDRESS, 'twelve oak street springfield ohio', 'yes'];
const OFFER = 'you can email me at john dot miller at gmail dot com';

describe('an e-mail address', () => {
  test('that is offered is read back letter by letter, and booked', async () => {
    const call = await ring({ now: MORNING });
    await call.play([...TO_FEE, 'yes', 'the first one']);
    const heard = await call.say(OFFER);
    expect(wordsOf(heard)).toBe('I heard J, O, H, N, dot, M, I, L, L, E, R, at gmail dot com. Is that right?');
    await call.play(['yes', 'no']);
    expect(call.shop.booked).toMatchObject([
      { visit: { contact: { email: { address: 'john.miller@gmail.com', confirmed: true } } } },
    ]);
  });

  test('is set right, and read back again; the name stays', async () => {
    const call = await ring({ now: MORNING });
    await call.play([...TO_FEE, OFFER]);
    const heard = await call.say('no it is j o n dot miller at gmail dot com');
    expect(wordsOf(heard)).toContain('I heard J, O, N, dot, M, I, L, L, E, R, at gmail dot com.');
    const fee = await call.say('yes');
    expect(fee.acts.at(-1)).toBe('ask_fee');
    expect(call.state.slots.name?.value).toMatchObject({ first: 'John', last: 'Miller' });
  });

  test('that is refused is asked for by its letters, and dropped where there is none', async () => {
    const call = await ring({ now: MORNING });
    await call.play([...TO_FEE, OFFER]);
    expect((await call.say('no')).acts).toEqual(['ask_email']);
    expect((await call.say('no forget the email')).acts.at(-1)).toBe('ask_fee');
    expect(call.state.slots.email).toBeUndefined();
  });

  test('is asked for only where the playbook wants one, and once', async () => {
    const plain = await ring({ now: MORNING });
    await plain.play([...TO_FEE, 'yes', 'the first one', 'no']);
    expect(plain.outcomes.flatMap(({ acts }) => acts)).not.toContain('ask_email');
    const call = await ring({ now: MORNING });
    Object.assign(call.context, { playbook: { ...call.context.playbook, askEmail: true } });
    const asked = await call.play(TO_FEE);
    expect(asked.acts).toEqual(['ask_email']);
    expect((await call.say('no i do not have one')).acts.at(-1)).toBe('ask_fee');
  });
});

describe('a technician of the shop', () => {
  test.each(['i want dana', 'is dana coming again', 'can i get dana whitlock please'])(
    'is asked for by "%s", noted and booked',
    async (words) => {
      const call = await ring({ now: MORNING });
      await call.play(TO_FEE);
      const noted = await call.say(words);
      expect(wordsOf(noted)).toContain('I have noted that you would like Dana.');
      expect(noted.acts.at(-1)).toBe('ask_fee');
      await call.play(['yes', 'the first one', 'no']);
      expect(call.shop.booked).toMatchObject([{ visit: { technician: 'Dana Whitlock' } }]);
      expect(call.shop.booked[0]?.visit.details).toContain('asked for Dana Whitlock');
    },
  );

  test.each([
    'my toilet is clogged and this is dana miller',
    'will you come today my toilet is clogged',
    'my toilet is clogged',
  ])('is not heard in "%s"', async (words) => {
    const call = await ring({ now: MORNING });
    await call.say(words);
    expect(call.state.slots.technician).toBeUndefined();
  });
});
