import { expect, test } from 'vitest';
import type { Persona } from '../caller/persona.ts';
import { defaultPersona } from '#fixtures/default-caller.ts';
import { learnOwnSound, type OwnSound } from '../listen/own-sound.ts';
import { answer, MAX_TURNS } from './answer.ts';
import { newCaller, type CallerState } from './caller-state.ts';
import { spelledWithWords, spokenAccess, spokenAddress, spokenHouseNumber } from './wording.ts';

const persona = defaultPersona();
/** An ear that hears everything as it is written, but for the state. */
const own: OwnSound = await learnOwnSound(persona, async (sentences) =>
  sentences.map((text) => text.replace('Ohio', 'oh hio')).filter((text) => text.includes('oh hio')),
);

/** Everything the caller says to a row of things heard. */
const talk = (heard: readonly string[], as: Persona = persona): { said: (string | null)[]; state: CallerState } => {
  let state = newCaller();
  const said = heard.map((text) => {
    const reply = answer(as, own, state, text);
    state = reply.state;
    return reply.say;
  });
  return { said, state };
};

test('a wrong name is corrected, then spelled, then spelled with words', () => {
  const wrong = 'i heard sandra miller is that right';
  expect(talk([wrong, wrong, wrong]).said).toEqual([
    'No, it is Sarah, Miller.',
    'No, my first name is Sarah, S, A, R, A, H.',
    'No, my first name is Sarah, S as in sam, A as in adam, R as in robert, A as in adam, H as in henry.',
  ]);
});

test('only the wrong part of an address is corrected', () => {
  const { said } = talk([
    'i heard one two four oak street springfield oh hio is that right',
    'i heard one two three elm street springfield oh hio is that right',
    'i heard one two three oak street dayton oh hio is that right',
    'i heard one two four elm street dayton oh hio is that right',
  ]);
  expect(said).toEqual([
    'No, the house number is one two three.',
    'No, it is Oak Street.',
    'No, the city is Springfield.',
    'No, it is one two three, Oak Street, Springfield, Ohio.',
  ]);
});

test('takes its window when it is offered, asks for it once when it is not, then takes the first', () => {
  const other = 'i have tomorrow morning eight to ten or tomorrow morning ten to noon which time works for you';
  const { said, state } = talk([other, other]);
  expect(said).toEqual(['Do you have tonight, nine to eleven?', 'The first one, please.']);
  expect(state.chosen).toEqual({ day: 'tomorrow', from: 8, to: 10 });
  expect(talk(['i have tonight nine to eleven does that time work for you']).said).toEqual(['Yes, that works.']);
});

test('chooses by place when that is the wish', () => {
  const second: Persona = { ...persona, window: { kind: 'offered', index: 1 } };
  const { said, state } = talk(
    ['i have tonight seven to nine or tonight nine to eleven which time works for you'],
    second,
  );
  expect(said).toEqual(['The second one, please.']);
  expect(state.chosen).toEqual({ day: 'today', from: 21, to: 23 });
});

test('remembers what was booked and that a call back was promised', () => {
  const { state } = talk([
    'you are booked for tonight nine to eleven is there anything else i can help you with',
    'i have passed that on and someone will call you back goodbye',
  ]);
  expect(state.booked).toEqual({ day: 'today', from: 21, to: 23 });
  expect(state.callBackPromised).toBe(true);
});

test('another number than the one shown is said', () => {
  const asked = 'is the number you are calling from ending in zero zero zero zero the best number to reach you';
  expect(talk([asked]).said).toEqual(['Yes, that is the best number.']);
  expect(talk([asked], { ...persona, callerId: '6145550100' }).said[0]).toBe(
    'No, please use five five five, one two three, zero zero zero zero.',
  );
});

test('asks again when lost, and gives up in the end', () => {
  const noise = 'wabbly gorp';
  const { said } = talk([noise, noise, noise, noise]);
  expect(said.slice(0, 3)).toEqual([
    'Sorry, could you repeat that?',
    'Sorry, could you repeat that?',
    'I am not sure.',
  ]);
  expect(answer(persona, own, { ...newCaller(), lost: 5 }, noise).hangUp).toBe(true);
});

test('never talks for ever', () => {
  let state = newCaller();
  let turns = 0;
  for (; turns < 200; turns++) {
    const reply = answer(persona, own, state, 'what is your first and last name');
    state = reply.state;
    if (reply.hangUp) break;
  }
  expect(turns).toBe(MAX_TURNS);
});

test('presses keys when asked for keys, and hangs up after a goodbye', () => {
  expect(answer(persona, own, newCaller(), 'please type your ten digit phone number on the keypad').press).toBe(
    '5551230000',
  );
  expect(answer(persona, own, newCaller(), 'thank you for calling goodbye')).toMatchObject({ say: null, hangUp: true });
});

test.each([
  ['7', 'seven'],
  ['40', 'forty'],
  ['123', 'one twenty three'],
  ['101', 'one oh one'],
  ['500', 'five hundred'],
  ['1206', 'twelve oh six'],
  ['2400', 'twenty four hundred'],
  ['2000', 'two thousand'],
])('says house number %s as people do', (digits, words) => {
  expect(spokenHouseNumber(digits)).toBe(words);
});

test('tells how to get in: code and animals, or neither', () => {
  expect(spokenAccess(persona)).toBe('The gate code is one two three four, and there is one friendly dog.');
  expect(spokenAccess({ ...persona, gateCode: null })).toBe('There is no gate, but there is one friendly dog.');
  expect(spokenAccess({ ...persona, gateCode: null, pets: 'one cat' })).toBe('There is no gate, but we have a cat.');
  expect(spokenAccess({ ...persona, gateCode: null, pets: null })).toBe('No, there is no gate, and no animals.');
  expect(spokenAddress(persona, false)).toBe('One twenty three Oak Street, Springfield, Ohio.');
  expect(spelledWithWords('Fox')).toBe('F as in frank, O as in oscar, X as in x-ray.');
});

test('a place refused again and again is said with its letters', () => {
  const elm = 'i heard one two three elm street springfield ohio is that right';
  expect(talk([elm, elm, elm]).said).toEqual([
    'No, it is Oak Street.',
    'No, the street is Oak Street.',
    'No, the street is Oak Street, O, A, K.',
  ]);
});

test('spells what it is asked to spell', () => {
  expect(
    talk([
      'please spell your first name one letter at a time',
      'please spell the name of the city one letter at a time',
      'please spll your last name one letter at a time',
    ]).said,
  ).toEqual(['S, A, R, A, H.', 'S, P, R, I, N, G, F, I, E, L, D.', 'M, I, L, L, E, R.']);
});

test('a false alarm is denied once; then the caller rings off', () => {
  const alarm = 'leave the house now with everyone in it from outside call nine one one and then your gas company';
  const [first, second] = talk([alarm, alarm]).said;
  expect(first).toBe('There is no gas and no fire. Nothing is wrong like that.');
  expect(second).toBe('Goodbye.');
});
