import { describe, expect, test } from 'vitest';
import { ring, wordsOf, type TextCall } from '#fakes/text-call.ts';

const PROBLEM = 'Hi, my AC stopped cooling and the outdoor unit is rattling. No smells.';
const CARD = 'four one one one one one one one one one one one one one one one';
const partial = (call: TextCall, utterance: string, text: string) => call.send({ kind: 'partial', utterance, text });
const begun = async (): Promise<TextCall> => {
  const call = await ring();
  await call.say(PROBLEM);
  return call;
};
const everything = (call: TextCall): string => JSON.stringify([call.state, call.events, call.outcomes]);

describe('a card number', () => {
  test.each([
    'okay my card number is',
    'my visa is four one one one',
    'four one one one one one one one one one one one one',
  ])('is interrupted while it is said: %s', async (text) => {
    const call = await begun();
    const outcome = await partial(call, 'u2', text);
    expect(outcome).toMatchObject({ acts: ['stop_card'], interruptible: false, silence: ['u2'] });
    expect(wordsOf(outcome)).toBe(
      'Please do not tell me a card number. I keep none. Where something is to be paid, a link comes by text.',
    );
    expect((await partial(call, 'u2', `${text} one one`)).acts).toEqual([]);
    const final = await call.send({ ...call.speech(`${text} one one`), utterance: 'u2' } as never);
    expect(final).toMatchObject({ acts: ['ask_name'], silence: ['u2'] });
    expect(everything(call)).not.toMatch(/one one one/);
  });

  test('that comes whole is stopped, and what was asked is asked again without counting', async () => {
    const call = await begun();
    for (let i = 0; i < 3; i++) {
      const outcome = await call.say(`it is ${CARD}`);
      expect(outcome.acts).toEqual(['stop_card', 'ask_name']);
      expect(outcome.silence).toEqual([`u${i + 2}`]);
    }
    expect(everything(call)).not.toMatch(/one one one/);
  });

  test('in groups with pauses is known at the thirteenth digit, and the groups before are taken out too', async () => {
    const call = await begun();
    for (const group of ['four one one one', 'um one one one one', 'one one one one'])
      expect((await call.say(group)).acts).not.toContain('stop_card');
    const outcome = await call.say('one one one one');
    expect(outcome.acts[0]).toBe('stop_card');
    expect(outcome.silence.toSorted()).toEqual(['u2', 'u3', 'u4', 'u5']);
    expect(outcome.card).toMatchObject({ utterances: ['u2', 'u3', 'u4'], keys: 0 });
    expect(call.events.at(-2)).toMatchObject({ text: '[card]' });
  });

  test('in two groups is interrupted in the middle of the second', async () => {
    const call = await begun();
    await call.say('four one one one one one one one');
    const outcome = await partial(call, 'u3', 'one one one one one');
    expect(outcome).toMatchObject({ acts: ['stop_card'], silence: ['u3', 'u2'] });
  });
});

describe('no card number', () => {
  test.each([
    [['nine three seven', 'five five five oh one four two', 'nine three seven five five five oh one four two']],
    [['nine three seven five five five oh one four two']],
  ])('a phone number that is asked for, however often: %j', async (lines) => {
    const call = await ring();
    await call.play([PROBLEM, 'Sarah Miller', 'yes']);
    for (const line of lines) expect((await call.say(line)).acts).not.toContain('stop_card');
  });

  test.each(['do you take credit cards', 'my card was declined last time', 'can I pay by card'])('%s', async (text) => {
    const call = await begun();
    expect((await partial(call, 'u9', text)).acts).toEqual([]);
    expect((await call.say(text)).acts).not.toContain('stop_card');
  });
});

describe('keys', () => {
  const press = async (call: TextCall, digits: string): Promise<string[]> => {
    const acts: string[] = [];
    for (const digit of digits) acts.push(...(await call.send({ kind: 'key', digits: digit })).acts);
    return acts;
  };

  test('of a card are stopped once, whatever was asked for, and nothing of them stays in the state', async () => {
    const call = await ring();
    await call.play([PROBLEM, 'Sarah Miller', 'yes']);
    const acts = await press(call, '4539578763621486');
    expect(acts.filter((act) => act === 'stop_card')).toHaveLength(1);
    expect(JSON.stringify(call.state)).not.toMatch(/4539578763|five seven eight|53957/);
    expect(call.outcomes.map(({ card }) => card?.keys).filter((keys) => keys !== undefined)).toEqual([13, 14, 15, 16]);
  });

  test('of a phone number typed again after it was read back are none', async () => {
    const call = await ring();
    await call.play([PROBLEM, 'Sarah Miller', 'yes']);
    for (let i = 0; i < 2; i++) {
      const acts = await press(call, '9375550142');
      expect(acts).toEqual(['read_back_phone']);
      const readBack = call.outcomes.at(-1);
      if (readBack) await call.hear(readBack);
    }
    expect(call.state.slots.phone?.value).toBe('9375550142');
  });
});
