import { describe, expect, test } from 'vitest';
import { MORNING, ring, TextCall, wordsOf } from '#fakes/text-call.ts';

const PROBLEM = 'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.';

describe('the first words', () => {
  test('name the shop, the machine, the recording and 911, in one say that is not interrupted', async () => {
    const call = new TextCall();
    const outcome = await call.send({ kind: 'started', from: '', bench: false });
    expect(outcome).toMatchObject({ notice: true, interruptible: false, acts: ['greet', 'ask_problem'] });
    expect(wordsOf(outcome)).toMatch(
      /Harbor Home Services.*automated assistant.*recorded.*nine one one.*How can I help you/,
    );
  });

  test('say so where the bench models are in use', async () => {
    const call = new TextCall();
    expect(wordsOf(await call.send({ kind: 'started', from: '', bench: true }))).toContain(
      'It understands test voices only.',
    );
  });
});

describe('a caller who makes sure that somebody is there', () => {
  test.each(['hello', 'hello can you hear me', 'are you there', 'yes hello is anyone there'])(
    '%s: is told so, and asked the same again',
    async (words) => {
      const call = await ring();
      for (let times = 0; times < 3; times += 1)
        expect((await call.say(words)).acts).toEqual(['i_am_here', 'ask_problem']);
      const asked = await call.say(PROBLEM);
      expect((await call.say(words)).acts).toEqual(['i_am_here', asked.acts.at(-1)]);
    },
  );

  test('into our own sentence: that sentence is the answer', async () => {
    const call = await ring();
    const outcome = await call.send(call.speech('hello can you hear me', { during: call.lastSay }));
    expect(outcome).toMatchObject({ acts: [], sentences: [] });
    expect((await call.say(PROBLEM)).acts).not.toContain('did_not_catch');
  });
});

describe('danger to people', () => {
  test.each([
    ['I smell gas in the kitchen', /gas company/],
    ['the carbon monoxide alarm is going off', /carbon monoxide/],
    ['there is a fire in the basement', /Do not go back in/],
  ])('%s: the script, the on-call person, and no booking', async (words, script) => {
    const call = await ring({ from: '9375550000' });
    const outcome = await call.say(words);
    expect(outcome).toMatchObject({ urgency: 'life_safety', interruptible: false, phase: 'safety' });
    expect(outcome.acts).toEqual(['life_safety', 'on_call_told']);
    expect(wordsOf(outcome)).toMatch(script);
    expect(wordsOf(outcome)).toContain('nine one one');
    expect(outcome.sentences.every((sentence) => sentence.clip)).toBe(true);
    expect(call.shop.alerts).toHaveLength(1);
    expect(call.shop.alerts[0]?.phone).toBe('9375550000');
    expect(call.shop.alerts[0]?.text).toBe(words);
    const end = await call.say('okay we are going');
    expect(end).toMatchObject({ ended: true, outcome: 'emergency' });
    expect(call.shop.booked).toHaveLength(0);
  });

  test('is acted on in mid-utterance, and the end of that utterance says nothing twice', async () => {
    const call = await ring();
    const early = await call.send({ kind: 'partial', utterance: 'u1', text: 'i smell gas in the' });
    expect(early.acts[0]).toBe('life_safety');
    const whole = await call.send(call.speech('I smell gas in the kitchen'));
    expect(whole).toMatchObject({ sayId: '', acts: [], ended: false });
  });

  test('is not heard in a word that has only begun', async () => {
    const call = await ring();
    await call.play([PROBLEM]);
    const partial = await call.send({ kind: 'partial', utterance: 'u1', text: 'i smell gas' });
    expect(partial.acts).toEqual([]);
    expect((await call.send({ kind: 'partial', utterance: 'u1', text: 'i smell gas in' })).acts[0]).toBe('life_safety');
  });

  test('is heard at every point of a call', async () => {
    const lines = [
      PROBLEM,
      'Sarah Miller',
      'yes',
      '937-555-0000',
      'yes',
      '123 Oak Street, Springfield, Ohio',
      'yes',
      'tonight',
      'no',
    ];
    for (let cut = 0; cut <= lines.length; cut++) {
      const call = await ring();
      await call.play(lines.slice(0, cut));
      const outcome = await call.say('wait, there is smoke and flames coming out of the panel');
      expect(outcome.acts, `after ${cut} lines`).toContain('life_safety');
    }
  });

  test('the on-call person is spoken of only when the alert was stored', async () => {
    const call = await ring({ errors: { alert_oncall: 'failed' } });
    const outcome = await call.say('I smell gas');
    expect(outcome.acts).toEqual(['life_safety', 'ask_safe_phone']);
    expect(wordsOf(outcome)).not.toMatch(/alerted/);
  });

  test('a yes to the safety question leads to the script, whatever comes next', async () => {
    const call = await ring();
    const asked = await call.play(['my furnace stopped working it is making a noise']);
    const danger = asked.acts.includes('ask_safety') ? await call.say('yes') : await call.play(['no', 'yes']);
    expect(danger.acts).toEqual(['ask_hazard']);
    expect((await call.say('I do not know')).acts).toContain('life_safety');
  });
});

describe('a person', () => {
  test('gets a transfer attempt in the same turn when somebody can be rung', async () => {
    const call = await ring({ people: ['Office', 'Dana'] });
    const outcome = await call.say('I want to talk to a real person please');
    expect(outcome).toMatchObject({ transfer: { to: ['Office', 'Dana'] }, acts: ['transfer_start'] });
    expect(await call.send({ kind: 'transfer', ok: true })).toMatchObject({
      ended: true,
      hangup: false,
      outcome: 'transferred',
      sayId: '',
    });
  });

  test('whom nobody answers ends as a message with a call-back', async () => {
    const call = await ring({ people: ['Office'], from: '9375550000' });
    await call.say('can I speak to a person');
    const failed = await call.hear(await call.send({ kind: 'transfer', ok: false }));
    expect(failed.acts).toEqual(['transfer_failed', 'ask_message']);
    const end = await call.play(['it is about my furnace installation last week', 'yes']);
    expect(end).toMatchObject({ ended: true, outcome: 'message' });
    expect(call.shop.messages[0]).toMatchObject({ reason: 'person', phone: '9375550000' });
  });

  test('without anybody to ring, the promise is given only after the task was stored', async () => {
    const call = await ring({ errors: { take_message: 'failed' } });
    const end = await call.play(['I want to talk to a person', 'it is about a bill', '937-555-0000', 'yes']);
    expect(end.acts).toContain('message_failed');
    expect(wordsOf(end)).not.toMatch(/call you back/);
  });
});

describe('manners', () => {
  test('a robot says that it is one, and asks its question again', async () => {
    const call = await ring();
    await call.say(PROBLEM);
    const outcome = await call.say('are you a robot');
    expect(outcome.acts).toEqual(['admit_robot', 'ask_name']);
    expect(wordsOf(outcome)).toMatch(/^Yes, /);
  });

  test('no wish for a recording is noted, and the call goes on', async () => {
    const call = await ring();
    const outcome = await call.say('I do not want to be recorded');
    expect(outcome.acts).toEqual(['stop_recording', 'ask_problem']);
    expect(outcome.state.noRecording).toBe(true);
  });

  test('a card number is stopped and kept nowhere', async () => {
    const call = await ring();
    await call.play([PROBLEM, 'Sarah Miller', 'yes']);
    const outcome = await call.say(
      'my card number is four one one one one one one one one one one one one one one one',
    );
    expect(outcome.acts[0]).toBe('stop_card');
    expect(JSON.stringify(outcome.state)).not.toMatch(/one one one one/);
    expect(outcome.slots['phone']).toBeUndefined();
  });

  test('wait gives the caller time', async () => {
    const call = await ring();
    await call.say(PROBLEM);
    const outcome = await call.say('hold on a second');
    expect(outcome.acts).toEqual(['hold_on']);
    expect(outcome.expect?.timeoutMs).toBe(30_000);
  });

  test('silence is asked about, then met with an offer, then with a promise', async () => {
    const call = await ring({ from: '9375550000' });
    await call.say(PROBLEM);
    const first = await call.send({ kind: 'silence', ms: 7000 });
    expect(first.acts).toEqual(['are_you_there', 'ask_name']);
    const second = await call.send({ kind: 'silence', ms: 7000 });
    expect(second.acts).toEqual(['ask_call_back']);
    const third = await call.send({ kind: 'silence', ms: 7000 });
    expect(third).toMatchObject({ ended: true, outcome: 'message', acts: ['message_taken', 'goodbye'] });
    expect(call.shop.messages).toMatchObject([{ reason: 'silence', phone: '9375550000' }]);
  });

  test('words that cannot be understood lead to a person, never to a loop', async () => {
    const call = await ring({ from: '9375550000' });
    let last = await call.say('mumble');
    let turns = 1;
    while (!last.ended && turns < 10) {
      last = await call.say('brzl');
      turns += 1;
    }
    expect(last).toMatchObject({ ended: true, outcome: 'message' });
    expect(turns).toBeLessThan(6);
  });

  test('a hang-up in the middle leaves a task for whoever calls back', async () => {
    const call = await ring();
    await call.play([PROBLEM, 'Sarah Miller', 'yes', '937-555-0000', 'yes']);
    const end = await call.send({ kind: 'hangup' });
    expect(end).toMatchObject({ ended: true, sayId: '', sentences: [], outcome: 'abandoned' });
    expect(call.shop.messages).toMatchObject([{ reason: 'abandoned', phone: '9375550000', name: 'Sarah Miller' }]);
  });

  test('a hang-up after the booking leaves nothing to do', async () => {
    const call = await ring({ now: MORNING });
    await call.play([
      PROBLEM,
      'Sarah Miller',
      'yes',
      '937-555-0000',
      'yes',
      '123 Oak Street, Springfield, Ohio',
      'yes',
      'yes',
      'the first one',
      'no',
    ]);
    expect(call.shop.booked).toHaveLength(1);
    await call.send({ kind: 'hangup' });
    expect(call.shop.messages).toHaveLength(0);
  });

  test('history holds what was heard, not what was meant', async () => {
    const call = await ring();
    const outcome = await call.send(call.speech(PROBLEM));
    await call.send({ kind: 'heard', say: outcome.sayId, complete: false, heardText: 'I understand,' });
    expect(call.state.history.at(-1)).toMatchObject({ heard: 'I understand,', complete: false });
  });

  test('an emergency learns the place and the number before the name', async () => {
    const call = await ring();
    const outcome = await call.say(
      'a pipe burst and water is pouring into my kitchen, I cannot stop it, no smells or sparks',
    );
    expect(outcome.urgency).toBe('emergency');
    expect(outcome.acts.at(-1)).toBe('ask_address');
  });

  test('a noise without words while we speak does not stop us', async () => {
    const call = await ring();
    const asked = await call.send(call.speech(PROBLEM));
    expect(await call.send(call.speech('', { during: asked.sayId }))).toMatchObject({ sayId: '', acts: [] });
  });
});
