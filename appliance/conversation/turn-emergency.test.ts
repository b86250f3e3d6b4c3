import { describe, expect, test } from 'vitest';
import { EVENING, MORNING, ring, wordsOf, type TextCallOptions } from '#fakes/text-call.ts';

/** The same Monday, 22:40: the evening's windows are over. */
const LATE = Date.parse('2026-11-23T22:40:00-05:00');
const FROM = '9375550000';
const BURST = 'a pipe burst and water is pouring into my kitchen, I cannot stop it, no smells or sparks';
const KNOWN = ['123 Oak Street, Springfield, Ohio', 'yes', 'yes', 'Sarah Miller', 'yes'];

const burst = async (options: TextCallOptions = {}) => {
  const call = await ring({ from: FROM, ...options });
  return { call, last: await call.play([BURST, ...KNOWN]) };
};

describe('a property emergency', () => {
  test.each([
    ['in the evening', EVENING, 'tonight'],
    ['by day', MORNING, 'this morning'],
  ])('%s is offered the soonest window, booked, and told up the ladder', async (_, now, when) => {
    const { call } = await burst({ now });
    const end = await call.play(['yes', 'yes', 'no']);
    expect(call.shop.booked).toHaveLength(1);
    expect(call.shop.booked[0]?.visit.urgency).toBe('emergency');
    expect(call.shop.escalations).toEqual([{ kind: 'property', by: 'book_visit' }]);
    const booked = call.outcomes.find(({ acts }) => acts.includes('state_booking'));
    expect(booked?.acts.slice(0, 2)).toEqual(['state_booking', 'on_call_told']);
    expect(wordsOf(booked ?? end)).toContain(`You are booked for ${when}`);
    expect(call.shop.messages).toHaveLength(0);
  });

  test('for which nobody can come soon: hears so, is alerted for and called back, then offered the first window', async () => {
    const { call, last } = await burst({ now: LATE });
    expect(last.acts.slice(0, 3)).toEqual(['no_window_soon', 'message_taken', 'on_call_told']);
    expect(wordsOf(last)).toMatch(
      /nobody can come before tomorrow morning, eight to ten\..*someone will call you back\. I have alerted our on-call person\./,
    );
    const spoken = call.outcomes.flatMap(({ acts }) => acts);
    expect(spoken.filter((act) => act === 'advise')).toHaveLength(1);
    expect(call.shop.messages).toMatchObject([{ reason: 'no_window_soon', urgency: 'emergency', phone: FROM }]);
    expect(call.shop.escalations).toEqual([{ kind: 'property', by: 'take_message' }]);
    await call.play(['yes', 'yes', 'no']);
    expect(call.shop.booked).toHaveLength(1);
    expect(call.shop.escalations).toHaveLength(1);
    expect(call.outcomes.flatMap(({ acts }) => acts).filter((act) => act === 'on_call_told')).toHaveLength(1);
  });

  test('whose promise could not be stored is told no promise', async () => {
    const { last } = await burst({ now: LATE, errors: { take_message: 'failed' } });
    expect(last.acts).toContain('no_window_soon');
    expect(wordsOf(last)).not.toMatch(/call you back|alerted/);
  });

  test('with no window at all ends in advice, a message and the ladder', async () => {
    const { call, last } = await burst({ noWindows: true });
    expect(last).toMatchObject({ ended: true, outcome: 'message' });
    expect(last.acts).toEqual(['cannot_book', 'message_taken', 'on_call_told', 'goodbye']);
    expect(call.shop.escalations).toHaveLength(1);
  });

  test.each([
    ['hangs up', async (call: Awaited<ReturnType<typeof ring>>) => call.send({ kind: 'hangup' })],
    ['falls silent', async (call: Awaited<ReturnType<typeof ring>>) => silence(call, 3)],
    ['wants a person, and nobody is there', async (call: Awaited<ReturnType<typeof ring>>) => person(call)],
  ])('whose caller %s is told up the ladder', async (_, leave) => {
    const call = await ring({ from: FROM });
    await call.say(BURST);
    await leave(call);
    expect(call.shop.escalations).toEqual([{ kind: 'property', by: 'take_message' }]);
  });

  test('with an address and no number is told up the ladder too', async () => {
    const call = await ring();
    await call.play([BURST, '123 Oak Street, Springfield, Ohio', 'yes']);
    await call.send({ kind: 'hangup' });
    expect(call.shop.messages[0]?.facts).toMatchObject({ address: '123 Oak Street, Springfield, OH' });
    expect(call.shop.escalations).toHaveLength(1);
  });
});

test('what is no emergency alerts nobody', async () => {
  const call = await ring({ from: FROM, now: LATE });
  await call.play(['my kitchen faucet drips, no smells or sparks']);
  await call.send({ kind: 'hangup' });
  expect(call.shop.messages).toHaveLength(1);
  expect(call.shop.escalations).toHaveLength(0);
});

const silence = async (call: Awaited<ReturnType<typeof ring>>, times: number) => {
  for (let n = 0; n < times; n++) await call.send({ kind: 'silence', ms: 7000 });
};
const person = (call: Awaited<ReturnType<typeof ring>>) => call.play(['can I speak to a person', 'yes']);
