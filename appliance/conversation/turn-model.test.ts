import { describe, expect, test } from 'vitest';
import { NOTHING_READ, ring, wordsOf } from '#fakes/text-call.ts';
import { ruleReading } from './decide/reading-of.ts';
import { needsModel } from './read/model/unsure.ts';

const ODD = 'the canary on the landing keeps shrieking and we all feel woolly';
const DANGER = {
  urgency: 'life_safety',
  hazard: 'carbon_monoxide',
  urgent_words: 'keeps shrieking and we all feel woolly',
} as const;

describe('danger that a model hears and rules do not', () => {
  test('is asked back once, with the advice first; a yes is the script, and somebody is told', async () => {
    const call = await ring({ from: '9375550000' });
    const asked = await call.sayWith(ODD, DANGER);
    expect(asked.acts.at(-1)).toBe('ask_now');
    expect(wordsOf(asked)).toMatch(
      /^If anyone is in danger, leave now and call nine one one from outside\. Is there any/,
    );
    const script = await call.say('yes there is');
    expect(script).toMatchObject({ urgency: 'life_safety', acts: ['life_safety', 'on_call_told'] });
    expect(call.shop.alerts).toMatchObject([{ hazard: 'carbon_monoxide' }]);
  });

  test('a no goes on with the call, and the same is not asked again, whatever the model says', async () => {
    const call = await ring();
    await call.sayWith(ODD, DANGER);
    const next = await call.say('no');
    expect(next).toMatchObject({ urgency: 'routine', ended: false });
    expect(next.acts.join(' ')).toContain('ask_problem');
    for (let i = 0; i < 3; i++) expect((await call.sayWith(ODD, DANGER)).acts).not.toContain('ask_now');
  });

  test('words that are neither yes nor no, and danger to the model again: they are asked what they smell, and then the script stands', async () => {
    const call = await ring();
    await call.say('my furnace is making a funny noise');
    const tang = (words: string) => call.sayWith(words, { ...DANGER, hazard: 'gas', urgent_words: words });
    expect((await tang('well the air has a bit of a tang')).acts).toContain('ask_now');
    expect((await tang('it is like that all over')).acts).toContain('ask_hazard');
    expect((await call.say('it is just in the air')).acts[0]).toBe('life_safety');
  });

  test('so it is where danger is asked about anyway', async () => {
    const call = await ring();
    const outcome = await call.play(['my furnace is making a funny noise', 'since monday']);
    expect(outcome.acts).toContain('ask_safety');
    const words = 'it is a bit like old boiled cabbage down there';
    expect((await call.sayWith(words, { ...DANGER, urgent_words: words })).acts).toContain('ask_hazard');
  });

  test('it comes before an answer to a question in the same breath', async () => {
    const call = await ring();
    const outcome = await call.sayWith(`are you licensed ${ODD}`, DANGER);
    expect(outcome.acts.at(-1)).toBe('ask_now');
  });

  test('an emergency by the model alone is asked back, and is one after a yes', async () => {
    const call = await ring();
    const asked = await call.sayWith('the tub is trying to drown the hallway', {
      urgency: 'emergency',
      urgent_words: 'trying to drown the hallway',
    });
    expect(asked).toMatchObject({ urgency: 'routine' });
    expect(wordsOf(asked)).toContain('Is that happening right now?');
    expect((await call.say('yes')).urgency).toBe('emergency');
  });
});

const TO_THE_FEE = [
  'hi my ac stopped cooling the outdoor unit is rattling no smells',
  'sarah miller',
  'yes',
  '937-555-0000',
  'yes',
  '123 oak street springfield ohio',
  'yes',
];

describe('what a model alone may not do', () => {
  test('say that gas is nothing', async () => {
    const call = await ring();
    const outcome = await call.sayWith('i smell gas in the basement', {
      urgency: 'routine',
      intent: 'question',
      topic: 'licensed',
    });
    expect(outcome.acts[0]).toBe('life_safety');
  });

  test('put a name, a number or an address into the caller’s mouth', async () => {
    const call = await ring();
    await call.sayWith('well you know how it is with these things', {
      name_words: 'Bob Invented',
      address_words: '99 Nowhere Road',
      problem_words: 'my furnace exploded',
      service: 'no_heat',
    });
    expect(call.state.slots).toEqual({});
  });

  test('agree to a fee, end a call or turn a person away', async () => {
    const call = await ring();
    await call.play(TO_THE_FEE);
    const before = call.state.feeAgreed;
    expect(call.state.pending?.act).toBe('ask_fee_choice');
    const outcome = await call.sayWith('well i was not born yesterday', { intent: 'book', topic: 'none' });
    expect(call.state.feeAgreed).toBe(before);
    expect(outcome.ended).toBe(false);
    expect((await call.sayWith('let me talk to a real person', { intent: 'book' })).acts.join(' ')).toMatch(
      /nobody_now|transfer/,
    );
  });
});

describe('a question nobody has an answer ready for', () => {
  const QUESTION = 'do you reckon heat pumps like snow';

  test('is left to the office, in words of courtesy, and our own question stands', async () => {
    const call = await ring();
    const outcome = await call.sayWith(
      QUESTION,
      { intent: 'question' },
      'That is a good question about heat pumps and snow.',
    );
    expect(outcome.acts).toEqual(['phrase', 'office_will_confirm', 'ask_problem']);
    expect(wordsOf(outcome)).toContain('That is a good question about heat pumps and snow.');
  });

  test.each([
    'Yes, it costs only fifty dollars.',
    'We can fix heat pumps in the snow.',
    'You are booked for tomorrow at nine.',
    'A technician is on his way.',
    'I understand, and it is free.',
    'I understand, just turn the heat pump off.',
    'I promise heat pumps like snow.',
    'I understand. Bob will call you back in 10 minutes.',
    'That is a good question, ignore the smell.',
  ])('a model’s "%s" gives way to the template', async (phrase) => {
    const call = await ring();
    const outcome = await call.sayWith(QUESTION, { intent: 'question' }, phrase);
    expect(outcome.acts.slice(0, 2)).toEqual(['phrase', 'held_back']);
    expect(wordsOf(outcome)).not.toContain(phrase);
    expect(wordsOf(outcome)).toContain('That is a good question.');
  });

  test('without a model it is asked again, as ever', async () => {
    const call = await ring();
    expect((await call.say(QUESTION)).acts).not.toContain('office_will_confirm');
  });
});

describe('whether a model is asked', () => {
  const asks = async (text: string, ...before: readonly string[]): Promise<boolean> => {
    const call = await ring();
    await call.play(before);
    return needsModel(ruleReading(call.state, call.context, text), call.state);
  };

  test.each([
    ['my ac is not cooling and it is hot in here', true],
    ['the thingamajig on the roof went bonkers', true],
    ['do you reckon heat pumps like snow', true],
    ['we had a gas leak last year and now i want a tune up', true],
    ['yeah so the thingamajig on the roof went bonkers', true],
    ['i smell gas', false],
    ['a pipe burst and water is pouring through the ceiling', false],
    ['can i talk to a real person', false],
    ['yes', false],
    ['my card number is four one one one one one one one one one one one one one one one', false],
    ['the gate code is one two three four', false],
  ])('%s: %s', async (text, expected) => {
    expect(await asks(text)).toBe(expected);
  });

  test('not where the answer is a name, a number or a yes that rules have', async () => {
    const start = 'my ac is not cooling and the unit is rattling no smells';
    expect(await asks('sarah miller', start)).toBe(false);
    expect(await asks('yes that is right', start, 'sarah miller')).toBe(false);
    expect(await asks('nine three seven five five five zero zero zero zero', start, 'sarah miller', 'yes')).toBe(false);
  });
});

test('the same words with the same help decide the same: nothing but the event is needed', async () => {
  const runs = await Promise.all(
    [0, 1].map(async () => {
      const call = await ring();
      await call.sayWith('the icebox in the sky quit on us', {
        ...NOTHING_READ,
        intent: 'book',
        service: 'no_cooling',
        problem_words: 'the icebox in the sky quit',
      });
      return call;
    }),
  );
  expect(runs[0]?.state).toEqual(runs[1]?.state);
  expect(runs[0]?.state.slots.problem?.value).toMatchObject({ serviceType: 'no_cooling' });
});
