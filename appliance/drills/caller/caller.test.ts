import { expect, test } from 'vitest';
import type { Turn } from '../line/turn.ts';
import { QUIRKS } from '../scenario/codes.ts';
import { parseScenario } from '../scenario/read.ts';
import { Caller } from './caller.ts';
import { wrongIn } from './check.ts';
import { personaOf } from './complete.ts';
import { printed } from './printed.ts';

const NOW = Date.parse('2026-11-24T01:10:00Z');
const scenario = (...more: string[]) =>
  parseScenario(
    [
      'id: some-drill',
      'about: A drill.',
      'now: 2026-11-23T20:10',
      'opening: "{My AC is broken.|The AC broke.}"',
      'caller: {window: "2026-11-24 08:00-10:00", first_window: "2026-11-24 10:00-12:00"}',
      'expect: {outcome: booked}',
      ...more,
    ].join('\n'),
    'x.yaml',
  );
const turn = (acts: string[], text = ''): Turn => ({
  acts,
  text,
  early: '',
  ended: false,
  hangup: false,
  answerMs: 0,
  unanswered: null,
});
const callerOf = (of: ReturnType<typeof scenario>, seed = 1): Caller => new Caller(of, of, seed);

test('words are printed as a recognizer prints them', () => {
  expect(printed("Hi, it's 937-555-0142, unit 4; that's $50!")).toBe(
    "hi it's nine three seven five five five zero one four two unit four that's fifty dollars",
  );
});

test('the same seed plays the same caller, and another one words it otherwise', () => {
  const opening = (seed: number) => callerOf(scenario(), seed).answer(turn(['greet', 'ask_problem']), NOW).say;
  expect(opening(4)).toBe(opening(4));
  expect(new Set(Array.from({ length: 12 }, (_, seed) => opening(seed))).size).toBe(2);
});

test('reactions go before facts, one after the other, and the last one stays', () => {
  const caller = callerOf(scenario('reactions: {ask_phone: [What for?, {press: "12"}]}'));
  const asked = () => caller.answer(turn(['ask_phone']), NOW);
  expect([asked(), asked(), asked()]).toEqual([
    { say: 'what for' },
    { say: null, press: '12' },
    { say: null, press: '12' },
  ]);
});

test('a window is taken when it is the one that was wished for, and asked for when it is not', () => {
  const caller = callerOf(scenario());
  const offer = (text: string) => caller.answer(turn(['offer_windows'], text), NOW).say;
  expect(offer('I have tonight, nine to eleven, or tomorrow morning, eight to ten.')).toMatch(
    /second one|eight to ten/,
  );
  expect(callerOf(scenario()).answer(turn(['offer_window'], 'I have tonight, nine to eleven.'), NOW).say).toBe(
    'no do you have tomorrow morning eight to ten',
  );
});

test('a read-back with a wrong digit, name or street is not confirmed', () => {
  const persona = personaOf(scenario());
  const address = 'I heard four one eight Maple Avenue, Springfield, Ohio. Is that right?';
  expect(wrongIn('read_back_address', address, persona)).toEqual([]);
  expect(wrongIn('read_back_address', address.replace('four one eight', 'four eight'), persona)).toEqual([
    'house_number',
  ]);
  expect(wrongIn('read_back_address', address.replace('Maple', 'Apple'), persona)).toEqual(['street']);
  const phone = 'I heard nine three seven, five five five, zero one four two.';
  expect(wrongIn('read_back_phone', phone, persona)).toEqual([]);
  expect(wrongIn('read_back_phone', phone.replace('two.', 'three.'), persona)).toEqual(['phone']);
  expect(wrongIn('read_back_name', 'I heard Grace Colman.', persona)).toEqual(['last_name']);
});

test.each(QUIRKS)('the quirk %s shows in a call', (quirk) => {
  const caller = callerOf(scenario(`quirks: [${quirk}]`), 7);
  const asks = ['ask_problem', 'ask_safety', 'ask_phone', 'ask_address', 'ask_fee', 'ask_phone', 'ask_access'];
  const steps = asks.map((act) => {
    if (caller.quirks.restarts(act)) return null;
    return caller.answer(turn([act], 'Is that okay with you?'), NOW);
  });
  const plain = callerOf(scenario(), 7);
  const bare = asks.map((act) => plain.answer(turn([act], 'Is that okay with you?'), NOW));
  expect(steps).not.toEqual(bare);
});
