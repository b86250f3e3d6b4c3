import { describe, expect, test } from 'vitest';
import { MORNING, ring, wordsOf } from '#fakes/text-call.ts';

const AC = 'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.';
const KNOWN = ['Sarah Miller', 'yes', '937-555-0000', 'yes', '123 Oak Street, Springfield, Ohio', 'yes'];
const BOOKED = [AC, ...KNOWN, 'yes', 'the first one', 'the gate code is four four one seven'];

const atEnd = async () => {
  const call = await ring({ now: MORNING });
  return { call, booked: await call.play(BOOKED) };
};

describe('a second problem in the same call', () => {
  test('of the same trade, told before the booking, is seen to on the same visit', async () => {
    const call = await ring({ now: MORNING });
    await call.say(AC);
    const noted = await call.say('and also my thermostat is blank');
    expect(noted.acts[0]).toBe('ack_second');
    await call.play([...KNOWN, 'yes', 'the first one', 'no']);
    expect(call.shop.booked).toHaveLength(1);
    expect(call.shop.booked[0]?.visit).toMatchObject({ serviceType: 'no_cooling' });
    expect(call.shop.booked[0]?.visit.details.join('; ')).toContain('also: and also my thermostat is blank');
  });

  test('of another trade, told before the booking, is offered a visit of its own after it', async () => {
    const call = await ring({ now: MORNING });
    await call.say(AC);
    expect((await call.say('and also my kitchen sink is clogged')).acts[0]).toBe('ack_second');
    const booked = await call.play([...KNOWN, 'yes', 'the first one', 'no']);
    expect(booked.acts).toContain('state_booking');
    expect(booked.acts.at(-1)).toBe('ask_second');
    expect(wordsOf(booked)).toMatch(/Shall I find a time for that too\?$/);
    await call.play(['yes', 'yes', 'the first one']);
    expect(call.shop.booked.map(({ key, visit }) => [key, visit.serviceType])).toEqual([
      ['book-1', 'no_cooling'],
      ['book-2-1', 'drain_clog'],
    ]);
  });

  test('after the booking gets a booking of its own, for the same caller and place, under keys of its own', async () => {
    const { call } = await atEnd();
    const asked = await call.say('yes my kitchen sink is also clogged');
    expect(asked.acts).toEqual(['ask_second']);
    const fee = await call.say('yes please');
    expect(fee.acts).toContain('ask_fee');
    expect(fee.acts).not.toContain('ask_name');
    const end = await call.play(['yes', 'the first one']);
    expect(end.acts).toContain('state_booking');
    const [first, second] = call.shop.booked;
    expect(call.shop.booked.map(({ key }) => key)).toEqual(['book-1', 'book-2-1']);
    expect(second?.visit).toMatchObject({
      serviceType: 'drain_clog',
      contact: first?.visit.contact,
      location: first?.visit.location,
      gateCode: null,
    });
    expect(second?.visit.access).toMatch(/code kept with J-1042/);
    expect(first?.visit.gateCode).not.toBeNull();
    expect((await call.say('no')).outcome).toBeNull();
    expect(call.outcomes.at(-1)).toMatchObject({ ended: true, urgency: 'urgent' });
    expect(call.shop.messages).toHaveLength(0);
  });

  test('that is no emergency does not inherit that of the first', async () => {
    const call = await ring({ from: '9375550000', now: MORNING });
    await call.play(['a pipe burst and water is pouring into my kitchen, I cannot stop it, no smells or sparks']);
    await call.play(['123 Oak Street, Springfield, Ohio', 'yes', 'yes', 'Sarah Miller', 'yes', 'yes', 'yes', 'no']);
    await call.play(['yes i also want a ceiling fan installed', 'yes']);
    await call.play(['yes', 'the first one']);
    expect(call.shop.booked.map(({ visit }) => visit.urgency)).toEqual(['emergency', 'routine']);
    expect(call.shop.escalations).toHaveLength(1);
    expect(call.outcomes.at(-1)?.urgency).toBe('emergency');
  });

  test('that is an emergency comes first, and what can wait after it', async () => {
    const call = await ring({ from: '9375550000', now: MORNING });
    await call.say(AC);
    const told = await call.say('oh and also a pipe burst and water is pouring into my kitchen');
    expect(told).toMatchObject({ urgency: 'emergency' });
    expect(told.acts).toEqual(expect.arrayContaining(['ack_problem', 'advise', 'ask_address']));
    await call.play(['123 Oak Street, Springfield, Ohio', 'yes', 'yes', 'Sarah Miller', 'yes', 'yes', 'yes']);
    const booked = await call.say('no');
    expect(booked.acts.at(-1)).toBe('ask_second');
    await call.play(['yes', 'yes', 'the first one']);
    expect(call.shop.booked.map(({ visit }) => [visit.serviceType, visit.urgency])).toEqual([
      ['burst_leak', 'emergency'],
      ['no_cooling', 'urgent'],
    ]);
    expect(call.shop.escalations).toHaveLength(1);
  });

  test('whose danger shows later brings the script all the same', async () => {
    const { call } = await atEnd();
    await call.play(['yes my kitchen sink is also clogged', 'yes']);
    expect((await call.say('wait i smell gas in here')).acts[0]).toBe('life_safety');
  });

  test('that is not to be booked now reaches the office', async () => {
    const { call } = await atEnd();
    const end = await call.play(['my kitchen sink is also clogged', 'no']);
    expect(end).toMatchObject({ ended: true, acts: ['message_taken', 'goodbye'] });
    expect(call.shop.messages).toMatchObject([{ reason: 'after_booking', text: expect.stringContaining('sink') }]);
  });

  test('a caller who only says yes is asked what else', async () => {
    const { call } = await atEnd();
    expect((await call.say('yes')).acts).toEqual(['ask_what_else']);
    expect((await call.say('my kitchen sink is clogged')).acts).toEqual(['ask_second']);
  });

  test('what only adds to the matter that is booked goes to the office as it is', async () => {
    const { call } = await atEnd();
    const end = await call.say('the unit is making a loud noise');
    expect(end.acts).toEqual(['message_taken', 'goodbye']);
    expect(call.shop.booked).toHaveLength(1);
  });

  test('a hang-up in the middle of it leaves a task for the rest', async () => {
    const { call } = await atEnd();
    await call.play(['yes my kitchen sink is also clogged', 'yes']);
    await call.send({ kind: 'hangup' });
    expect(call.shop.messages).toMatchObject([{ reason: 'abandoned', text: expect.stringContaining('sink') }]);
  });
});
