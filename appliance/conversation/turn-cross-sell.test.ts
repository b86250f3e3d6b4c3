import { describe, expect, test } from 'vitest';
import { EVENING, MORNING, ring, wordsOf, type TextCallOptions } from '#fakes/text-call.ts';
import { usd } from '#shared/money.ts';
import type { CrossSell } from './playbook/sales.ts';
import type { AddOnOffer } from './sales-tools.ts';

const PLAN: AddOnOffer = {
  id: 'offer-1',
  code: 'maintenance_plan',
  name: 'Maintenance plan',
  price: usd(17_450),
  spokenPrice: usd(17_500),
  from: false,
  per: 'year',
};
const SURGE: AddOnOffer = {
  ...PLAN,
  code: 'surge_detectors',
  price: usd(25_000),
  spokenPrice: usd(25_000),
  from: true,
  per: 'once',
};
const spoken = 'our maintenance plan, with two tune-ups a year,';
const ON: CrossSell = {
  on: true,
  restDays: 180,
  offers: [
    { sell: 'maintenance_plan', spoken, after: ['no_cooling'] },
    { sell: 'surge_detectors', spoken: 'surge protection for the whole house', after: ['no_cooling'] },
  ],
};
const AC = 'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.';
const BOOK = [
  'Sarah Miller',
  'yes',
  '937-555-0000',
  'yes',
  '123 Oak Street, Springfield, Ohio',
  'yes',
  'yes',
  'the first one',
  'no',
];

const booked = async (more: TextCallOptions = {}, opening: readonly string[] = [AC]) => {
  const call = await ring({ now: MORNING, crossSell: ON, addOns: [PLAN], ...more });
  const recap = await call.play([...opening, ...BOOK]);
  expect(recap.acts).toContain('state_booking');
  expect(recap.acts.at(-1)).toBe('ask_anything_else');
  return call;
};

describe('one offer, after the visit is booked and nothing else is wanted', () => {
  test('names the stored price, and a yes is a line on the job, said as one', async () => {
    const call = await booked();
    const asked = await call.say('no thats all thank you');
    expect(wordsOf(asked)).toBe(
      'One more thing: our maintenance plan, with two tune-ups a year, is one hundred seventy-five dollars a year. Shall I add it to your job?',
    );
    expect(asked.tools).toMatchObject([{ name: 'offer_add_on', key: 'add-on' }]);
    const end = await call.say('yes please');
    expect(end.acts).toEqual(['add_on_added', 'tell_cancel_right', 'goodbye']);
    expect(end).toMatchObject({ ended: true, outcome: null });
    expect(call.state.outcome).toBe('booked');
    const answer = call.shop.calls.filter(({ name }) => name === 'answer_add_on');
    expect(answer).toMatchObject([
      { args: { answer: 'yes', evidence: { utterance: call.events.findLast((e) => e.kind === 'speech')?.utterance } } },
    ]);
    expect(call.shop.offers).toMatchObject([{ answer: 'yes' }]);
  });

  test('what starts at a price is told as that, with where the rest is told', async () => {
    const call = await booked({ addOns: [SURGE] });
    expect(wordsOf(await call.say('no'))).toMatch(
      /starts at two hundred fifty dollars\. You get the exact price on site/,
    );
  });

  test.each([
    'no',
    'no thanks we have one already',
    'maybe',
    'zxq banana',
    '',
    'i dont know',
    'thats too much',
    'okay bye',
    'okay thanks',
  ])('is left after one answer that is no clear yes: %s', async (words) => {
    const call = await booked();
    await call.say('no');
    const end = await call.say(words);
    expect(end.acts).toEqual(['add_on_left', 'goodbye']);
    expect(end.ended).toBe(true);
    expect(call.shop.offers).toMatchObject([{ answer: 'no' }]);
  });

  test('silence is a no', async () => {
    const call = await booked();
    await call.say('no');
    const end = await call.send({ kind: 'silence', ms: 7000 });
    expect(end).toMatchObject({ ended: true });
    expect(call.shop.offers).toMatchObject([{ answer: 'no' }]);
  });

  test('a yes into the middle of the question is none: the price was not heard', async () => {
    const call = await booked();
    const asked = await call.send(call.speech('no'));
    const end = await call.send(call.speech('yes', { after: call.lastSay, during: asked.sayId }));
    expect(end.acts).toEqual(['add_on_left', 'goodbye']);
    expect(call.shop.offers).toMatchObject([{ answer: 'no' }]);
  });

  test('who has it said again hears it once more, and no third time', async () => {
    const call = await booked();
    await call.say('no');
    expect((await call.say('can you repeat that')).acts).toEqual(['ask_add_on']);
    expect((await call.say('can you repeat that')).ended).toBe(true);
    expect(call.shop.offers).toMatchObject([{ answer: 'no' }]);
  });

  test('another matter told in place of an answer is booked, and nothing is offered twice', async () => {
    const call = await booked();
    await call.say('no');
    expect((await call.say('oh and also my kitchen sink is clogged')).acts).toEqual(['ask_second']);
    const recap = await call.play(['yes', 'yes', 'the first one']);
    expect(recap.acts).toContain('state_booking');
    expect((await call.say('no')).acts).toEqual(['goodbye']);
    expect(call.shop.offers).toMatchObject([{ answer: 'no' }]);
  });

  test('a yes that cannot be written down goes to the office, and nothing is said to be added', async () => {
    const call = await booked({ errors: { answer_add_on: 'failed' } });
    await call.say('no');
    const end = await call.say('yes');
    expect(end.acts).toEqual(['message_taken', 'goodbye']);
    expect(call.shop.messages).toMatchObject([{ reason: 'after_booking', text: 'Maintenance plan' }]);
  });
});

describe('nothing is offered', () => {
  const silent = async (more: TextCallOptions, opening?: readonly string[]) => {
    const call = await booked(more, opening);
    const end = await call.say('no');
    expect(end.acts).toEqual(['goodbye']);
    expect(call.shop.offers).toEqual([]);
    return call.shop.calls.map(({ name }) => name);
  };

  test('where the playbook does not say so', async () => {
    expect(await silent({ crossSell: { ...ON, on: false } })).not.toContain('offer_add_on');
  });
  test('where the records have nothing for this customer', async () => {
    expect(await silent({ addOns: [] })).toContain('offer_add_on');
  });
  test('after another kind of work', async () => {
    const offers = [{ sell: 'maintenance_plan', spoken, after: ['boiler'] }];
    expect(await silent({ crossSell: { ...ON, offers } })).not.toContain('offer_add_on');
  });
  test.each([
    ['curses', 'My fucking AC stopped cooling. No smells.'],
    ['is angry', 'My AC stopped cooling and I am so frustrated. No smells.'],
    ['complains', 'This is the third time my AC stopped cooling, you people were here last week. No smells.'],
    ['is a member', 'My AC stopped cooling. I am a member of your maintenance plan. No smells.'],
  ])('to a caller who %s', async (_, words) => {
    expect(await silent({}, [words])).not.toContain('offer_add_on');
  });
  test('to who says goodbye', async () => {
    const call = await booked();
    expect((await call.say('no thats all bye')).acts).toEqual(['goodbye']);
    expect(call.shop.offers).toEqual([]);
  });
  test('in an emergency', async () => {
    const offers = [{ sell: 'maintenance_plan', spoken, after: ['burst_leak'] }];
    const call = await ring({ now: EVENING, crossSell: { ...ON, offers }, addOns: [PLAN] });
    const answers: Readonly<Record<string, string>> = {
      ask_address: '123 Oak Street, Springfield, Ohio',
      ask_phone: '937-555-0000',
      ask_name: 'Sarah Miller',
      offer_windows: 'the first one',
      ask_fee_choice: 'tonight',
      ask_safety: 'no',
      ask_access: 'no',
      ask_anything_else: 'no',
    };
    await call.say('a pipe burst and water is pouring everywhere');
    for (let turn = 0; turn < 20 && !call.state.ended; turn++)
      await call.say(answers[call.state.pending?.act ?? ''] ?? 'yes');
    expect(call.state).toMatchObject({ urgency: 'emergency', outcome: 'booked' });
    expect(call.shop.offers).toEqual([]);
  });
});

test('an offer whose record is gone is not spoken of', async () => {
  const call = await booked({ errors: { offer_add_on: 'failed' } });
  expect((await call.say('no')).acts).toEqual(['goodbye']);
});
