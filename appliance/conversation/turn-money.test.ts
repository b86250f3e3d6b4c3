import { describe, expect, test } from 'vitest';
import { MORNING, ring, wordsOf } from '#fakes/text-call.ts';

const PROBLEM = 'hi the ac stopped cooling and the outdoor unit is rattling';
const ADDRESS = 'one twenty three oak street springfield ohio';
const TO_PHONE = [
  PROBLEM,
  'no nothing like that',
  'sarah miller',
  'yes',
  'nine three seven five five five zero zero zero zero',
  'yes',
];
const TO_FEE = [...TO_PHONE, ADDRESS, 'yes'];

describe('money as it is told', () => {
  test('the fee, the range in force and the deposit come from one stored quote, before anything is booked', async () => {
    const call = await ring({ now: MORNING, deposits: true });
    const fee = await call.play(TO_FEE);
    expect(wordsOf(fee)).toBe(
      'The visit is one hundred sixty-five dollars. It pays for the trip and finding the problem, and it counts toward the repair. ' +
        'A repair like this is usually between three hundred and eight hundred dollars. ' +
        'You get the exact price on site, before any work starts. ' +
        'A deposit of one hundred thirty-seven dollars holds the visit, and it counts toward the bill. Is that okay with you?',
    );
    expect(call.shop.booked).toHaveLength(0);
    const booked = await call.play(['yes', 'the first one', 'no']);
    expect(booked.acts).toContain('state_booking');
    expect(wordsOf(booked)).toContain(
      'A link for the deposit of one hundred thirty-seven dollars comes to you by text. We take no card number by phone.',
    );
    expect(call.outcomes.flatMap((one) => one.acts).filter((act) => act === 'tell_deposit')).toEqual([]);
  });

  test('of two fees the one chosen brings its deposit: tonight two hundred six dollars', async () => {
    const call = await ring({ deposits: true });
    const both = await call.play(TO_FEE);
    expect(both.acts).toEqual(['tell_fees', 'ask_fee_choice']);
    expect(wordsOf(both)).not.toContain('deposit');
    const windows = await call.say('tonight');
    expect(windows.acts[0]).toBe('tell_deposit');
    expect(wordsOf(windows)).toContain('A deposit of two hundred six dollars holds the visit');
    const booked = await call.play(['yes', 'no']);
    expect(wordsOf(booked)).toContain('A link for the deposit of two hundred six dollars comes to you by text.');
    expect(call.outcomes.flatMap((one) => one.acts).filter((act) => act === 'tell_deposit')).toHaveLength(1);
  });

  test('without a deposit no link is spoken of', async () => {
    const call = await ring();
    const booked = await call.play([...TO_FEE, 'tonight', 'no']);
    expect(booked.acts).toContain('state_booking');
    expect(call.outcomes.map(wordsOf).join(' ')).not.toMatch(/deposit|by text|card/i);
  });

  test('another state than the shop’s has its own quote', async () => {
    const call = await ring({ now: MORNING });
    await call.play([
      'how much do you charge to come out',
      ...TO_PHONE,
      'one twenty three oak street richmond indiana',
      'yes',
    ]);
    const states = call.shop.calls.flatMap((one) => (one.name === 'quote_visit' ? [one.args.rules?.state] : []));
    expect(states).toEqual(['OH', 'IN']);
  });
});

describe('who asks the price again', () => {
  test.each(['how much do you charge', 'do you charge a trip fee', 'okay and how much is it to come out'])(
    '"%s" hears it again each time and has objected to nothing',
    async (question) => {
      const call = await ring({ now: MORNING });
      await call.play(TO_FEE);
      for (let time = 0; time < 3; time++) {
        const outcome = await call.say(question);
        expect(outcome.acts.slice(-2)).toEqual(['tell_fee', 'ask_fee']);
        expect(wordsOf(outcome)).toContain('one hundred sixty-five dollars');
      }
      expect(call.state).toMatchObject({ objections: 0, feeAgreed: null });
      const booked = await call.play(['yes', 'the first one', 'no']);
      expect(booked.acts).toContain('state_booking');
    },
  );

  test('of two fees hears both again', async () => {
    const call = await ring();
    await call.play(TO_FEE);
    expect((await call.say('how much do you charge')).acts).toEqual(['explain_fee', 'tell_fees', 'ask_fee_choice']);
  });

  test('who says no twice, questions aside, is offered a call back', async () => {
    const call = await ring({ now: MORNING });
    await call.play([...TO_FEE, 'no', 'how much do you charge']);
    expect((await call.say('no')).acts.at(-1)).toBe('ask_call_back');
  });
});

describe('rules of the shop’s state', () => {
  test('the fee of a small repair is told on the call before a name is asked for', async () => {
    const call = await ring({ now: MORNING, rules: { feeTold: 'on_call_for_small_repairs' } });
    const told = await call.play([PROBLEM, 'no nothing like that']);
    expect(told.acts).toEqual(['tell_fee', 'ask_name']);
    expect(wordsOf(told)).toContain('one hundred sixty-five dollars');
    const plain = await ring({ now: MORNING });
    expect((await plain.play([PROBLEM, 'no nothing like that'])).acts).toEqual(['ask_name']);
  });

  test('an estimate visit needs no fee told on the call', async () => {
    const call = await ring({ now: MORNING, rules: { feeTold: 'on_call_for_small_repairs' } });
    await call.say('i need an estimate for a new electrical panel');
    await call.play(['nothing', 'no nothing like that', 'sarah miller']);
    expect(call.outcomes.flatMap((one) => one.acts)).not.toContain('tell_fee');
  });

  test('what drives the price is named where the state wants it', async () => {
    const call = await ring({ now: MORNING, rules: { totalPrice: 'fees_and_drivers' } });
    expect(wordsOf(await call.play(TO_FEE))).toContain('It varies with the parts and the time it takes');
  });

  test('who asks what the fee is for hears that it is paid once, unless the shop says otherwise', async () => {
    const words = async (oneFee: boolean): Promise<string> => {
      const call = await ring({ now: MORNING, rules: { oneFee } });
      return wordsOf(await call.play([...TO_FEE, 'no']));
    };
    expect(await words(true)).toContain('You pay it once for a repair');
    expect(await words(false)).not.toContain('You pay it once');
  });

  test.each([
    [PROBLEM, {}, false],
    [PROBLEM, { cancellationNotice: 'always' }, true],
    ['my water heater is leaking and i want a new one', {}, true],
  ] as const)('"%s", %j: told of the right to cancel: %s', async (problem, rules, told) => {
    const call = await ring({ now: MORNING, rules });
    await call.play([problem, ...TO_FEE.slice(1)]);
    for (let turn = 0; turn < 6 && call.state.records.booking === null; turn++)
      await call.say(call.state.pending?.act === 'ask_access' ? 'no' : 'yes the first one');
    expect(call.shop.booked).toHaveLength(1);
    expect(call.outcomes.flatMap((one) => one.acts).includes('tell_cancel_right')).toBe(told);
    expect(call.shop.calls.find((one) => one.name === 'book_visit')).toMatchObject({
      args: { terms: { cancellationNotice: told, state: 'OH' } },
    });
  });
});
