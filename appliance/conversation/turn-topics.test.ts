import { describe, expect, test } from 'vitest';
import { ring, TextCall, wordsOf } from '#fakes/text-call.ts';

const PROBLEM = 'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.';
const TO_FEE = [
  PROBLEM,
  'Sarah Miller',
  "yes that's right",
  'nine three seven five five five zero zero zero zero',
  'yes',
  '123 Oak Street, Springfield, Ohio',
  'yes',
];

describe('questions and objections of the playbook', () => {
  test.each([
    ['do i need to pull a permit for that', /We pull the permit if your town asks/],
    ['do you offer financing', /terms come from the lender/],
    ['whats your cancellation policy', /until the day before/],
    ['what if nobody is home when he comes', /waits and calls you/],
    ['how do i pay', /no card number on the phone/],
    ['do you work with my home warranty company', /check that with your home warranty/],
  ])('%s: answered, and our question asked again', async (question, answer) => {
    const call = await ring();
    const asked = await call.say(PROBLEM);
    const outcome = await call.say(question);
    expect(outcome.acts).toEqual(['answer_topic', asked.acts.at(-1)]);
    expect(wordsOf(outcome)).toMatch(answer);
    expect((await call.say('Sarah Miller')).slots['name']?.value).toBeDefined();
  });

  test.each([
    ['why do i have to pay just to come out', /stocked truck/],
    ['i found it cheaper with somebody else', /cannot speak for others/],
  ])('at the fee, %s: answered without a price, and the choice stays', async (objection, answer) => {
    const call = await ring();
    await call.play(TO_FEE);
    const outcome = await call.say(objection);
    expect(outcome.acts[0]).toBe('answer_topic');
    expect(outcome.acts.at(-1)).toBe('ask_fee_choice');
    expect(wordsOf(outcome)).toMatch(answer);
    expect(call.shop.booked).toHaveLength(0);
  });

  test('the licence number is spoken where the shop gave one, and never made up', async () => {
    const none = await ring();
    await none.say(PROBLEM);
    expect(wordsOf(await none.say('are you licensed and insured'))).not.toMatch(/number is/);
    const call = new TextCall();
    const { playbook } = call.context;
    Object.assign(call.context, {
      playbook: { ...playbook, rules: { ...playbook.rules, licenceNumber: 'HV 4081' } },
    });
    await call.start();
    await call.say(PROBLEM);
    expect(wordsOf(await call.say('are you licensed and insured'))).toContain('H V, four zero eight one');
  });

  test('a question beside an emergency waits', async () => {
    const call = await ring();
    const outcome = await call.say('a pipe burst and water is everywhere do you offer financing');
    expect(outcome.acts).not.toContain('answer_topic');
    expect(outcome.urgency).toBe('emergency');
  });
});

test('the price and what it is for in one breath: the fee is told in the same turn', async () => {
  const call = await ring();
  const outcome = await call.say('how much do you charge to come out for an air conditioner that is not cooling');
  expect(outcome.acts).toEqual(expect.arrayContaining(['ack_problem', 'tell_fee']));
  expect(outcome.slots['problem']).toBeDefined();
});

test('not being sure confirms nothing', async () => {
  const call = await ring();
  await call.play(TO_FEE.slice(0, 4));
  const outcome = await call.say('i am not sure');
  expect(outcome.slots['phone']?.state).not.toBe('confirmed');
});

describe('safe advice', () => {
  test('is given at once in an emergency, once', async () => {
    const call = await ring();
    const outcome = await call.say('a pipe burst in the basement and water is everywhere');
    expect(outcome.acts.slice(0, 2)).toEqual(['ack_problem', 'advise']);
    expect(wordsOf(outcome)).toContain('Close the valve at the fixture, or the main valve, clockwise.');
    await call.play(['no', '123 Oak Street, Springfield, Ohio', 'yes']);
    expect(call.outcomes.flatMap(({ acts }) => acts).filter((act) => act === 'advise')).toHaveLength(1);
  });

  test('else with the booking', async () => {
    const call = await ring();
    const booked = await call.play([...TO_FEE, 'tonight nine to eleven', 'no']);
    expect(booked.outcome).toBe('booked');
    expect(booked.acts).toContain('advise');
    expect(wordsOf(booked)).toContain('switch the cooling off and the fan on');
  });
});

test('a price asked without a matter is told to depend on it; who asks for a fourth time hears the fee of a general visit', async () => {
  const call = await ring();
  const first = await call.say('how much do you charge to come out');
  expect(first.acts).toEqual(['price_depends', 'ask_problem']);
  const last = await call.play(Array.from({ length: 3 }, () => 'how much do you charge to come out'));
  expect(last.acts).toContain('tell_fee');
});

describe('another time', () => {
  const TO_ACCESS = [...TO_FEE, 'tomorrow please', 'the first one please'];

  test('a caller who would rather have another window than the one just taken gets that one', async () => {
    const call = await ring();
    const taken = await call.play(TO_ACCESS);
    expect(taken.acts.at(-1)).toBe('ask_access');
    await call.say('actually can we do tomorrow afternoon three to five instead');
    await call.play(['yes please', 'no there is no gate']);
    expect(call.shop.booked.map(({ windowId }) => windowId)).toEqual(['2026-11-24T15']);
  });

  test('a time of a day that is full still tells the day', async () => {
    const call = await ring();
    await call.play(TO_FEE);
    const outcome = await call.say('tomorrow at noon please');
    expect(outcome.acts).not.toContain('did_not_catch');
    expect(outcome.acts).not.toContain('ask_fee_choice');
  });
});

test('who has shut the water off is not asked whether they can', async () => {
  const call = await ring();
  const outcome = await call.say('a pipe under my sink was leaking but i shut the water off');
  expect(wordsOf(outcome)).not.toContain('Can you shut the water off');
});

test.each([
  ['is there a warranty on the work', 'serial number'],
  ['what if i am not home when you come', 'The technician waits'],
])('%s is answered where a name is asked for, and is no name', async (question, words) => {
  const call = await ring();
  await call.play(['my kitchen sink is clogged', 'just the one sink', 'no nothing like that']);
  const outcome = await call.say(question);
  expect(wordsOf(outcome)).toContain(words);
  expect(outcome.acts).toContain('ask_name');
});
