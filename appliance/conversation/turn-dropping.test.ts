import { describe, expect, test } from 'vitest';
import { MORNING, ring, wordsOf } from '#fakes/text-call.ts';

const TO_PHONE = ['my toilet is clogged', 'no', 'no', 'john miller', 'yes'];
const TO_ADDRESS = [...TO_PHONE, 'nine three seven five five five oh one four two', 'yes'];
const TO_FEE = [...TO_ADDRESS, 'twelve oak street springfield ohio', 'yes'];
const TO_ACCESS = [...TO_FEE, 'yes', 'the first one'];

describe('in the midst of a booking', () => {
  test.each([
    ['my name', TO_PHONE.slice(0, 3), 'never mind cancel it'],
    ['the address', TO_ADDRESS, 'you know what never mind it fixed itself'],
    ['the fee', TO_FEE, 'cancel that please'],
    ['the window', TO_ACCESS, 'no forget it i changed my mind'],
  ])('at %s, it is dropped by "%s %s"', async (_, lines, words) => {
    const call = await ring({ now: MORNING });
    await call.play(lines);
    const outcome = await call.say(words);
    expect(wordsOf(outcome)).toBe('All right, nothing is booked. Is there anything else I can help you with?');
    const last = await call.say('no thank you');
    expect(last).toMatchObject({ ended: true, outcome: 'declined' });
    expect(call.shop.booked).toEqual([]);
    expect(call.shop.messages).toEqual([]);
  });

  test('who hangs up after that is not called back', async () => {
    const call = await ring({ now: MORNING, from: '9375550142' });
    await call.play([...TO_ADDRESS, 'never mind cancel it']);
    await call.send({ kind: 'hangup' });
    expect(call.shop.messages).toEqual([]);
  });

  test('"cancel my appointment" is asked about once; a yes drops it', async () => {
    const call = await ring({ now: MORNING });
    const asked = await call.play([...TO_FEE, 'actually cancel my appointment']);
    expect(asked.acts).toEqual(['ask_drop']);
    expect((await call.say('yes')).acts).toEqual(['booking_dropped', 'ask_else']);
  });

  test('a no means a visit that is booked already', async () => {
    const call = await ring({ now: MORNING });
    await call.play([...TO_ADDRESS, 'i want to cancel my appointment']);
    const outcome = await call.say('no the one i have already');
    expect(call.state.existing?.wish).toBe('cancel');
    expect(outcome.acts.at(-1)).toMatch(/^ask_visit/);
  });

  test('another problem is booked after that', async () => {
    const call = await ring({ now: MORNING });
    await call.play([...TO_FEE, 'never mind cancel it', 'yes my kitchen faucet drips', 'no', 'no', 'yes']);
    await call.play(['the first one', 'no']);
    expect(call.shop.booked).toMatchObject([{ visit: { serviceType: expect.stringMatching(/faucet|leak/) } }]);
  });

  test.each(['never mind the dog', 'can i cancel later', 'what is your cancellation fee', 'dont come before nine'])(
    '"%s" drops nothing',
    async (words) => {
      const call = await ring({ now: MORNING });
      await call.play(TO_FEE);
      expect((await call.say(words)).acts).not.toContain('booking_dropped');
      expect(call.state.slots.problem).toBeDefined();
    },
  );
});

test.each(['your colleague promised me tomorrow eight to ten', 'he said monday at nine thirty'])(
  '"%s", while the number is read back, is no digits of it',
  async (words) => {
    const call = await ring({ now: MORNING });
    await call.play([...TO_PHONE, 'nine three seven five five five oh one four two']);
    const outcome = await call.say(words);
    expect(outcome.slots['phone']?.value).toBe('9375550142');
    const asked = await (async () => {
      const other = await ring({ now: MORNING });
      await other.play(TO_PHONE);
      return other.say(words);
    })();
    expect(asked.slots['phone']).toBeUndefined();
  },
);
