import { describe, expect, test } from 'vitest';
import { MORNING, ring, type TextCall, type TextCallOptions, wordsOf } from '#fakes/text-call.ts';
import type { FakeVisit } from '#fakes/shop-tools.ts';

const at = (time: string) => Date.parse(`2026-11-${time}:00-05:00`);

const MINE: FakeVisit = {
  id: 'visit-1',
  jobId: 'job-1',
  jobNumber: 'J-1042',
  serviceType: 'no_cooling',
  urgency: 'routine',
  startsAt: at('25T08:00'),
  endsAt: at('25T10:00'),
  zone: 'America/New_York',
  afterHours: false,
  status: 'scheduled',
  name: 'Sarah Miller',
  phone: '9375550007',
  houseNumber: '123',
  street: 'Oak Street',
  zip: '45501',
};
const OWN = { from: '9375550007', now: MORNING, visits: [MINE] };
const STRANGE = { ...OWN, from: '9375550188' };

const from = (options: TextCallOptions): Promise<TextCall> => ring(options);
/** Whatever the record holds and the caller has not said. */
const LEAKS = /miller|sarah|oak|one two three|wednesday|eight to ten|one zero four two|five five five/i;
const spoken = (call: TextCall): string => call.outcomes.map(wordsOf).join(' ');

describe('where is he', () => {
  test('the number on file alone opens nothing: name and house number are asked for, of everybody alike', async () => {
    const known = await (await from(OWN)).say('when is my appointment');
    const stranger = await (await from({ ...OWN, visits: [] })).say('when is my appointment');
    expect(known.acts).toEqual(['ask_visit_facts']);
    expect(wordsOf(known)).toBe(wordsOf(stranger));
    expect(wordsOf(known)).not.toMatch(LEAKS);
  });

  test.each([
    'Miller',
    'its Sarah Miller',
    'one twenty three',
    'my last name is miller and its one two three oak street',
  ])('"%s" from the number on file: the window and how far it is', async (words) => {
    const call = await from(OWN);
    const told = await call.play(['what time is my appointment', words]);
    expect(told.acts).toEqual(['state_visit', 'ask_else']);
    expect(wordsOf(told)).toContain('Your visit is Wednesday morning, eight to ten. It stands as planned.');
    expect(wordsOf(told)).not.toMatch(/oak|sarah|technician/i);
    expect(await call.say('no thats all')).toMatchObject({ ended: true, outcome: 'answered' });
  });

  test('facts in the first breath are taken', async () => {
    const call = await from(OWN);
    const told = await call.say('hi this is sarah miller at one two three oak street where is my technician');
    expect(told.acts).toEqual(['state_visit', 'ask_else']);
  });

  test('from another number one fact is not enough, two are', async () => {
    const call = await from(STRANGE);
    expect((await call.play(['where is my technician', 'miller'])).acts).toEqual(['no_visit_match', 'ask_visit_facts']);
    expect((await call.say('jay ten forty two')).acts).toContain('state_visit');
  });

  test('how far it is comes from the record alone', async () => {
    const call = await from({ ...OWN, now: at('25T08:30'), visits: [{ ...MINE, status: 'on_the_way' }] });
    expect(wordsOf(await call.play(['where is your guy', 'miller']))).toContain('The technician is on the way.');
  });

  test('a window that has passed becomes a task for the office', async () => {
    const call = await from({ ...OWN, now: at('25T10:30') });
    await call.play(['nobody showed up where is the technician', 'miller', 'yes']);
    expect(call.shop.messages).toMatchObject([{ reason: 'late_visit', facts: { jobNumber: 'J-1042' } }]);
  });

  test('wrong facts three times: a message for the office, and nothing told', async () => {
    const call = await from(OWN);
    const end = await call.play([
      'when is my appointment',
      'johnson',
      'job number nine nine nine nine',
      'smith four',
      'yes',
    ]);
    expect(spoken(call)).not.toMatch(LEAKS);
    expect(end).toMatchObject({ ended: true, outcome: 'message' });
    expect(call.shop.messages).toMatchObject([{ reason: 'status' }]);
  });
});

describe('moving a visit', () => {
  const open = async (options: TextCallOptions = OWN) => {
    const call = await from(options);
    const offered = await call.play(['I need to reschedule my appointment', 'miller one twenty three']);
    return { call, offered };
  };

  test('needs two facts whoever rings, and is told from what was stored', async () => {
    const { call, offered } = await open();
    expect(offered.acts).toEqual(['offer_new_windows']);
    const exact = await call.say('thursday morning eight to ten');
    expect(wordsOf(exact)).toBe('I have Thursday morning, eight to ten. Does that time work for you?');
    const moved = await call.say('yes that works');
    expect(moved.acts).toEqual(['state_moved', 'ask_else']);
    expect(wordsOf(moved)).toContain('Your visit is now Thursday morning, eight to ten.');
    expect(call.shop.visits[0]).toMatchObject({ startsAt: at('26T08:00'), status: 'scheduled' });
    expect((await call.say('no thank you')).state).toMatchObject({ ended: true, outcome: 'moved' });
  });

  test('one fact is asked to be completed before anything is looked up', async () => {
    const call = await from(OWN);
    const asked = await call.play(['can I move my appointment', 'miller']);
    expect(asked.acts).toEqual(['ask_visit_house']);
    expect(call.shop.calls.filter((tool) => tool.name === 'find_visits')).toHaveLength(0);
    expect((await call.say('one two three')).acts).toEqual(['offer_new_windows']);
  });

  test('a wrong house number beside the right name moves nothing', async () => {
    const call = await from(OWN);
    await call.play([
      'I need to reschedule my appointment',
      'miller nine',
      'reference five five five five',
      'miller eight',
      'yes',
    ]);
    expect(call.shop.visits).toEqual([MINE]);
    expect(spoken(call)).not.toMatch(/wednesday|eight to ten/i);
  });

  test('a window lost to another caller leaves the visit where it is, and others are offered', async () => {
    const { call } = await open({ ...OWN, errors: { 'move-visit-1-1': 'window_taken' } });
    const again = await call.play(['thursday morning eight to ten', 'yes']);
    expect(again.acts).toEqual(['window_taken', 'offer_new_windows']);
    expect(call.shop.visits).toEqual([MINE]);
    expect((await call.say('the first one')).acts).toContain('state_moved');
  });

  test('into hours with another fee: that fee is told and agreed to first', async () => {
    const { call } = await open();
    const fee = await call.play(['wednesday evening seven to nine', 'yes']);
    expect(fee.acts).toEqual(['tell_fee', 'ask_move_fee']);
    expect(wordsOf(fee)).toContain('two hundred forty-eight dollars');
    expect(call.shop.visits).toEqual([MINE]);
    expect((await call.say('no')).acts).toEqual(['offer_new_windows']);
    expect(call.shop.visits).toEqual([MINE]);
  });

  test('a day said again is offered again, and offers have an end', async () => {
    const { call } = await open();
    for (let times = 0; times < 3; times += 1)
      expect((await call.say('can we do thursday')).acts).toEqual(['offer_new_windows']);
    await call.play(['can we do thursday', 'can we do thursday']);
    expect((await call.say('can we do thursday')).acts).toContain('cannot_move');
    expect(call.shop.visits).toEqual([MINE]);
  });

  test('is left as it is when the caller thinks better of it', async () => {
    const { call } = await open();
    expect((await call.say('never mind leave it as it is')).acts).toEqual(['visit_stays', 'ask_else']);
    expect(call.shop.visits).toEqual([MINE]);
  });

  test('once somebody is on the way a person is needed', async () => {
    const { call, offered } = await open({ ...OWN, visits: [{ ...MINE, status: 'dispatched' }] });
    expect(offered.acts[0]).toBe('visit_under_way');
    expect(call.shop.visits[0]?.startsAt).toBe(MINE.startsAt);
  });

  test('moved twice in one call ends at the second window', async () => {
    const { call } = await open();
    await call.play([
      'thursday morning eight to ten',
      'yes',
      'actually can you reschedule it again',
      'friday morning eight to ten',
      'yes',
    ]);
    expect(call.shop.visits[0]?.startsAt).toBe(at('27T08:00'));
  });
});

describe('calling a visit off', () => {
  const open = async (options: TextCallOptions = OWN) => {
    const call = await from(options);
    const asked = await call.play(['I need to cancel my appointment it fixed itself', 'miller one twenty three']);
    return { call, asked };
  };

  test('the policy first, then one clear yes', async () => {
    const { call, asked } = await open();
    expect(asked.acts).toEqual(['cancel_policy', 'ask_cancel_sure']);
    expect(wordsOf(asked)).toMatch(/without charge until the day before.*Shall I cancel the visit Wednesday morning/);
    expect(wordsOf(asked)).not.toMatch(/dollar|\$/);
    expect(call.shop.visits).toHaveLength(1);
    const done = await call.say('yes please');
    expect(done.acts).toEqual(['state_cancelled', 'ask_else']);
    expect(call.shop.visits).toHaveLength(0);
    expect(call.shop.calls.at(-1)?.args).toMatchObject({ reason: 'I need to cancel my appointment it fixed itself' });
  });

  test('a yes into the question is none', async () => {
    const { call } = await open();
    const early = await call.send(call.speech('yes', { after: null, during: call.lastSay }));
    expect(early.acts).toEqual(['ask_cancel_sure']);
    expect(call.shop.visits).toHaveLength(1);
  });

  test('a no, or another time instead, calls nothing off', async () => {
    const { call } = await open();
    expect((await call.say('no')).acts).toEqual(['visit_stays', 'ask_else']);
    const other = await open();
    expect((await other.call.say('can we reschedule it instead')).acts).toEqual(['offer_new_windows']);
    expect([...call.shop.visits, ...other.call.shop.visits]).toHaveLength(2);
  });

  test('a tool that fails is not spoken of as done', async () => {
    const { call } = await open({ ...OWN, errors: { cancel_visit: 'failed' } });
    const failed = await call.say('yes');
    expect(wordsOf(failed)).toContain('Nothing was changed.');
    expect(wordsOf(failed)).not.toMatch(/is cancelled/);
  });
});

describe('more than one visit', () => {
  const LATER = { id: 'visit-2', jobNumber: 'J-1050', startsAt: at('27T13:00'), endsAt: at('27T15:00') };

  test('the caller says which', async () => {
    const call = await from({ ...OWN, visits: [MINE, { ...MINE, ...LATER }] });
    const asked = await call.play(['I have to cancel my appointment', 'miller one twenty three']);
    expect(asked.acts).toEqual(['ask_which_visit']);
    const sure = await call.say('the one on friday');
    expect(wordsOf(sure)).toContain('Friday afternoon, one to three');
    await call.say('yes');
    expect(call.shop.visits).toEqual([MINE]);
  });

  test('two customers with one number: what is said decides', async () => {
    const other = { ...MINE, ...LATER, name: 'Omar Reyes', houseNumber: '9' };
    const call = await from({ ...OWN, visits: [MINE, other] });
    const told = await call.play(['when is my appointment', 'reyes']);
    expect(wordsOf(told)).toContain('Friday afternoon');
    expect(wordsOf(told)).not.toContain('Wednesday');
  });
});

test('a visit is confirmed, once', async () => {
  const call = await from(OWN);
  const done = await call.play(['I am calling to confirm my appointment', 'miller']);
  expect(done.acts).toEqual(['state_confirmed', 'ask_else']);
  expect(call.shop.visits[0]?.status).toBe('confirmed');
});

test('danger is heard in the middle of it', async () => {
  const call = await from(OWN);
  expect((await call.play(['I need to cancel my appointment', 'oh no I smell gas'])).acts).toContain('life_safety');
  expect(call.shop.visits).toEqual([MINE]);
});

test('a new problem after it is booked as any other', async () => {
  const call = await from(OWN);
  const next = await call.play(['when is my appointment', 'miller', 'yes and now my toilet is clogged too']);
  expect(next.acts).toContain('ack_problem');
});
