import { describe, expect, test } from 'vitest';
import type { FakeVisit } from '#fakes/shop-tools.ts';
import { MORNING, ring, TextCall, wordsOf, type TextCallOptions } from '#fakes/text-call.ts';

const at = (time: string) => Date.parse(`2026-11-${time}:00-05:00`);
const THEIRS = '9375550007';

const VISIT: FakeVisit = {
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
  phone: THEIRS,
  houseNumber: '123',
  street: 'Oak Street',
  zip: '45501',
};
/** What nobody may hear before they said that they are the person. */
const LEAKS = /miller|oak|one two three|wednesday|eight to ten|one zero four two|cooling|visit is/i;

const ringUp = (purpose: NonNullable<TextCallOptions['outbound']>['purpose'], more: TextCallOptions = {}) =>
  ring({
    from: THEIRS,
    now: MORNING,
    visits: [VISIT],
    rang: THEIRS,
    outbound: { purpose, firstName: 'Sarah', visit: 'visit-1' },
    ...more,
  });
const spoken = (call: TextCall): string => call.outcomes.map(wordsOf).join(' ').trim();

describe('a call of ours', () => {
  test('says which shop, that a machine speaks and that it is recorded, and asks for a first name and nothing else', async () => {
    const call = await ringUp('confirmation');
    expect(spoken(call)).toBe(
      'Hello, this is the automated assistant of Harbor Home Services. ' +
        'This call is recorded so that we get the details right. Am I speaking with Sarah?',
    );
    expect(call.outcomes[0]).toMatchObject({ notice: true, interruptible: false });
  });

  test.each([
    ['you have the wrong number', 'wrong_person'],
    ['no there is nobody by that name', 'wrong_person'],
    ['no', 'wrong_person'],
    ["she isn't home right now", 'not_in'],
    ['hi you have reached the millers please leave a message after the tone', 'voicemail'],
  ])('"%s": nothing is told, and the office sees it', async (words, outcome) => {
    const call = await ringUp('confirmation');
    const end = await call.say(words);
    expect(end).toMatchObject({ ended: true, outcome });
    expect(spoken(call)).not.toMatch(LEAKS);
    expect(call.shop.messages).toMatchObject([{ reason: `outbound_${outcome}` }]);
    expect(call.shop.visits).toEqual([VISIT]);
  });

  test('a machine, told by its sound or by its words, hears who called and the number, once it records', async () => {
    for (const meet of [
      (call: TextCall) => call.send({ kind: 'machine' }),
      (call: TextCall) => call.say('you have reached the millers please leave a message'),
    ]) {
      const call = await ringUp('confirmation');
      const end = await meet(call);
      expect(end).toMatchObject({ acts: ['leave_word'], afterTone: true, interruptible: false, hangup: true });
      expect(wordsOf(end)).toMatch(/^Hello, this is Harbor Home Services\. Please call us back at .* goodbye\.$/);
      expect(wordsOf(end)).not.toMatch(LEAKS);
    }
    const person = await ringUp('confirmation');
    await person.say('speaking');
    expect((await person.send({ kind: 'machine' })).acts).toEqual([]);
  });

  test('the hello with which the phone is taken up, and words nobody understood, answer nothing', async () => {
    const call = new TextCall({ from: THEIRS, now: MORNING, visits: [VISIT], rang: THEIRS });
    const outbound = { purpose: 'confirmation', firstName: 'Sarah', visit: 'visit-1' } as const;
    const greeting = await call.send({ kind: 'started', from: THEIRS, bench: false, outbound });
    for (const text of ['hello', 'yes', 'miller residence', '']) {
      const early = await call.send(call.speech(text, { after: null }));
      expect(early).toMatchObject({ acts: [], ended: false, expect: { kind: 'yes_no' } });
    }
    await call.hear(greeting);
    expect((await call.say('yes this is she')).acts).toContain('state_visit');
  });

  test('who says nothing, or hangs up before they said who they are, is left to the office', async () => {
    const silent = await ringUp('reminder');
    expect((await silent.send({ kind: 'silence', ms: 7000 })).acts).toEqual(['are_you_there', 'ask_person']);
    expect(await silent.send({ kind: 'silence', ms: 7000 })).toMatchObject({ ended: true, outcome: 'not_reached' });
    expect(silent.shop.messages).toMatchObject([{ reason: 'outbound_not_reached' }]);
    const gone = await ringUp('reminder');
    expect(await gone.send({ kind: 'hangup' })).toMatchObject({ outcome: 'abandoned' });
    expect(gone.shop.messages).toMatchObject([{ reason: 'outbound_hung_up' }]);
    const broken = await ringUp('reminder');
    await broken.send({ kind: 'hangup', lost: true });
    expect(broken.shop.messages).toMatchObject([{ reason: 'cut_off' }]);
  });

  test('who wants no recording gets none, and the call goes on', async () => {
    const call = await ringUp('confirmation');
    const off = await call.say('please do not record this call');
    expect(off).toMatchObject({ recordingOff: true, ended: false });
    expect(off.acts.at(-1)).toBe('ask_person');
  });

  test.each(['stop calling me', 'please take me off your list', "don't call here again"])(
    '"%s" is stored before it is promised',
    async (words) => {
      const call = await ringUp('reminder');
      const end = await call.say(words);
      expect(end.tools).toMatchObject([{ name: 'opt_out', ok: true }]);
      expect(end).toMatchObject({ ended: true, outcome: 'opted_out', acts: ['opted_out'] });
      const failed = await ringUp('reminder', { errors: { opt_out: 'failed' } });
      expect(wordsOf(await failed.say(words))).not.toMatch(/off our list/);
    },
  );

  test('who is asked to wait for the person is waited for', async () => {
    const call = await ringUp('confirmation');
    expect((await call.say("hold on I'll get her")).acts).toEqual(['hold_on']);
    expect((await call.say('hello')).acts.at(-1)).toBe('ask_person');
    expect((await call.say('this is she')).acts).toContain('state_visit');
  });
});

describe('a confirmation', () => {
  test('tells the window from the record, and a yes confirms it', async () => {
    const call = await ringUp('confirmation');
    const told = await call.say('speaking');
    expect(told.acts).toEqual(['state_visit', 'ask_visit_ok']);
    expect(wordsOf(told)).toContain('Your visit is Wednesday morning, eight to ten.');
    expect((await call.say('yes that works')).acts).toContain('state_confirmed');
    expect(call.shop.visits[0]?.status).toBe('confirmed');
    expect(wordsOf(await call.say('no that is all'))).toBe('Thank you. Goodbye.');
  });

  test('a no moves it, without another fact: they answered the number on file', async () => {
    const call = await ringUp('confirmation');
    expect((await call.play(['yes', 'no that day is bad for me'])).acts).toEqual(['offer_new_windows']);
    await call.play(['thursday morning eight to ten', 'yes']);
    expect(call.shop.visits[0]?.startsAt).toBe(at('26T08:00'));
  });

  test('who calls it off hears the policy first', async () => {
    const call = await ringUp('confirmation');
    const policy = await call.play(['yes', 'no please cancel the appointment']);
    expect(policy.acts).toEqual(['cancel_policy', 'ask_cancel_sure']);
    await call.say('yes');
    expect(call.shop.visits).toEqual([]);
  });

  test('a visit that is gone is not spoken of', async () => {
    const call = await ringUp('confirmation', { visits: [] });
    const told = await call.say('yes');
    expect(told.acts).toContain('cannot_find_visit');
    expect(spoken(call)).not.toMatch(LEAKS);
  });
});

test('a reminder tells the window and how far it is', async () => {
  const call = await ringUp('reminder');
  expect((await call.say('yes this is sarah')).acts).toEqual(['state_visit', 'ask_else']);
});

describe('a call back after a cut-off', () => {
  const brokenOff = async (): Promise<TextCall> => {
    const call = await ring({ from: THEIRS });
    await call.play([
      'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.',
      'Sarah Miller',
      'yes',
      'yes',
      '123 Oak Street, Springfield, Ohio',
      'yes',
    ]);
    await call.send({ kind: 'hangup', lost: true });
    return call;
  };

  test('goes on where it stopped once the person is there', async () => {
    const before = await brokenOff();
    const earlier = { call: 'call-a', state: before.state };
    const call = await ringUp('call_back', { earlier });
    expect((await call.say('yes speaking')).acts).toEqual(['ask_resume']);
    const on = await call.say('yes please');
    expect(on.acts[0]).toBe('go_on');
    await call.play(['tonight nine to eleven', 'yes', 'no']);
    expect(call.shop.booked).toHaveLength(1);
  });

  test('who does not want to is left in peace', async () => {
    const call = await ringUp('abandoned_booking', { earlier: { call: 'call-a', state: (await brokenOff()).state } });
    expect(await call.play(['yes', 'no thanks'])).toMatchObject({ ended: true, outcome: 'declined' });
  });

  test('of which nothing is known asks what it was about', async () => {
    const call = await ringUp('call_back');
    expect((await call.say('yes')).acts).toEqual(['cut_off_before', 'ask_problem']);
  });
});

test('who rings us to be called no more is put on the list too', async () => {
  const call = await ring({ from: THEIRS });
  expect((await call.say('you keep ringing me stop calling me')).acts).toEqual(['opted_out']);
});
