import { expect, test } from 'vitest';
import type { Persona } from '../caller/persona.ts';
import { defaultPersona } from '#fixtures/default-caller.ts';
import { align } from './alignment.ts';
import { digitRuns } from './digits.ts';
import { lastPlaceOf, soundsLike } from './likeness.ts';
import { learnOwnSound } from './own-sound.ts';
import { isFiller, questionIn } from './question.ts';
import { checkReadBack } from './read-back.ts';
import { windowsIn } from './window.ts';
import { wordsOf } from './words.ts';

/** Texts as the recognizer wrote them, misheard words included. */
test.each([
  [
    'thank you for calling lxide heating if you smell gas c fire or someone is hert dial nine one one how can i help you today',
    'problem',
  ],
  ['is there any gas smell burning smell smoke or sparks', 'danger'],
  ['what is your first and last name', 'name'],
  ['please tell me your name again first andand last', 'name'],
  ['please spell your last name one letter at a time', 'spell_name'],
  ['what is the best phone number to reach you', 'phone'],
  ['is the number you are calling from andanding in zero one eight four the best number to reach you', 'caller_number'],
  ['is the number you i calling from andanding in zero zero zero zero the best number to reach you', 'caller_number'],
  ['what is the address of the job please say the number street city and state', 'address'],
  ['please spllled the name of the street one letter at a time', 'spell_street'],
  ['please spell the name of the city one letter at a time', 'spell_city'],
  ['please spel your first name one letter at a time', 'spell_first_name'],
  ['leave the house now with everyone in it from outside call nine one one and then your gas company', 'alarm'],
  ['if it is gas or fire leave now and call nine one one from outside what do you smell or see', 'hazard'],
  ['i heard one two three oak street springfiel oh hio is that right', 'confirm'],
  ['it counts toward the repair is that okay with you', 'fee'],
  ['it counts toward the repair would you like tonight or tomorrow', 'day_choice'],
  ['i have tonight seven to nine or tonight nine to eleven which time works for you', 'windows'],
  ['tonight nine to eleven is there a gate code or apet or anything else we shouldn to get in', 'access'],
  ['you see the repair price before any work starts is there anything else i can help you with', 'anything_else'],
  ['thank you for calling goodbye', 'goodbye'],
  ['i have past that on and someone will call you back thank you for calling goodbye', 'goodbye'],
  ['we can help with that about how warm is it inside', null],
])('knows what "%s" asks', (heard, question) => {
  expect(questionIn(heard)).toBe(question);
});

test('a filler is no question', () => {
  expect(isFiller('one moment please')).toBe(true);
  expect(isFiller('one moment i am connecting you and i will ask what is your first and last name')).toBe(false);
  expect(isFiller('what is your first and last name')).toBe(false);
});

test('phrases are found though words were misheard, split or joined', () => {
  expect(lastPlaceOf(wordsOf('well isthat right'), 'is that right')).toMatchObject({ start: 1, end: 3 });
  expect(lastPlaceOf(wordsOf('that is the one'), 'is that right')).toBeNull();
});

test('digits are read one by one; "to" and "for" count inside a number only', () => {
  expect(digitRuns(wordsOf('i have five five five oh one to three for you'))).toEqual([{ at: 2, digits: '55501234' }]);
  expect(digitRuns(wordsOf('nine to eleven for you'))).toEqual([{ at: 0, digits: '92' }]);
});

test.each([
  [
    'i have tonight seven to nine or tonight nine to eleven',
    [
      ['today', 19, 21],
      ['today', 21, 23],
    ],
  ],
  [
    'i have tomorrow morning eight to ten or tomorrow morning ten tonon',
    [
      ['tomorrow', 8, 10],
      ['tomorrow', 10, 12],
    ],
  ],
  [
    'i have this afternoon three to five or friday morning eight to ten',
    [
      ['today', 15, 17],
      ['friday', 8, 10],
    ],
  ],
  ['tomorrow afternoon one to three', [['tomorrow', 13, 15]]],
  ['thursday evening seven to nine', [['thursday', 19, 21]]],
  ['what day or time works for you', []],
])('reads the windows of "%s"', (heard, windows) => {
  expect(windowsIn(heard).map(({ day, from, to }) => [day, from, to])).toEqual(windows);
});

test('a name counts as the own one only when it was heard so before', () => {
  expect(soundsLike('miler', ['Miller', 'mller'])).toBe(true);
  expect(soundsLike('mueller', ['Miller', 'mller'])).toBe(false);
  expect(soundsLike('hiller', ['Miller', 'mller'])).toBe(false);
  expect(soundsLike('range', ['orange', 'hreange'])).toBe(false);
  expect(soundsLike('fron', ['front'])).toBe(false);
});

const persona = defaultPersona();

/** What an ear wrote when the caller's own facts were read to it. */
const REHEARSED: Readonly<Record<string, readonly string[]>> = {
  'I heard Sarah Miller.': ['i heard saara mller is that right', 'by heard saar miler is that right'],
  'I heard Sarah Miller, spelled M, I, L, L, E, R.': ['i heard saara miler spelled m a l l e r is that right'],
  'I heard one two three Oak Street, Springfield, Ohio.': [
    'i heard one two three ooak street springfiel oh hio is that right',
  ],
};
const own = await learnOwnSound(persona, async (sentences) => sentences.flatMap((text) => REHEARSED[text] ?? []));

test.each([
  ['i heard saar a miler is that right', []],
  ['i heard sandraa mouller is that right', ['first_name', 'last_name']],
  ['i heard saara mill spelled m a l l e r is that right', []],
  ['i heard saara mller spelled m o l l e r is that right', ['last_name']],
  ['i heard five five five one two three zero zero zero zero is that right', []],
  ['i heard five five five one two three zero zero zero one is that right', ['phone']],
  ['i heard saara mller at five five five one two three zero zero zero zero is that right', []],
  ['i heard one two three oak street springfiel oh hio is that right', []],
  ['i heard one two four oak street springfiel oh hio is that right', ['house_number']],
  ['i heard one two three elm street springfiel oh hio is that right', ['street']],
  ['i heard one two three oak street dayton oh hio is that right', ['city']],
  ['thank you i changed that i heard one two three oak street springfiel oh hio is that right', []],
])('checks the read-back "%s"', (heard, wrong) => {
  expect(checkReadBack(heard, persona, own).wrong).toEqual(wrong);
});

test('hears where another value begins, however short', () => {
  expect(align('sandramiller', ['sarah', 'miller'])).toEqual([
    { found: 'sandra', edits: 3 },
    { found: 'miller', edits: 0 },
  ]);
});

/** What the bench recognizer wrote when a plain voice read these callers' facts, right and wrong, over a telephone line. */
const RECORDED: readonly {
  readonly caller: Persona;
  readonly rehearsed: readonly string[];
  readonly pairs: readonly (readonly [heard: string, wrong: readonly string[]])[];
}[] = [
  {
    caller: {
      ...persona,
      name: { first: 'Jennifer', last: 'Anderson' },
      address: { ...persona.address, houseNumber: '535', street: 'Wolf Road', city: 'Akron' },
    },
    rehearsed: [
      'i heard jenneferderson is that right',
      'i heard jenniferrerson is that right',
      'i heard jennefer anerson spelled a n d e r s oh and is that right',
      'i heard five three five wolfth road akron oh hio is that right',
      'i heard five three five wlf road aron oh hio is that right',
    ],
    pairs: [
      ['thank you i changed that by heard jenneferderson is that right', []],
      ['i heard jennifer anderson is that right', []],
      ['i heard jun anderson is that right', ['first_name']],
      ['i heard jeniferrrews is that right', ['last_name']],
      ['i heard jenniferrerson spelled a n d e r s oh and is that right', []],
      ['i heard jeniferserson spelled s n d e r s oh and is that right', ['last_name']],
      ['we can help with that b heard five three five wolfth road aron oh hio is that right', []],
      ['i heard two three five wolfth road akron oh hio is that right', ['house_number']],
      ['i heard three five wolfth road akron oh hio is that right', ['house_number']],
      ['i heard five three five wood road akron oh hio is that right', ['street']],
      ['i heard five three five wlf lane akron oh hio is that right', ['street']],
      ['i heard five three five wolfth road dayton oh hio is that right', ['city']],
    ],
  },
  {
    caller: {
      ...persona,
      name: { first: 'Toby', last: 'White' },
      address: { ...persona.address, houseNumber: '233', street: 'Church Street', city: 'Lima' },
    },
    rehearsed: [
      'i heard to b whight is that right',
      'i heard tob whit is that right',
      'i heard to b whit spelled w h a t e is that right',
      'i heard two three three church street leama oh hio is that right',
    ],
    pairs: [
      ['thank you i changed that b heard tob whit is that right', []],
      ['i heard toby price is that right', ['last_name']],
      ['i heard gary whit is that right', ['first_name']],
      ['i heard to b smith spelled s m a t h is that right', ['last_name']],
      ['i heard two three three church street leama oh hio is that right', []],
      ['i heard leama oh hio is that right', []],
      ['i heard two three three church street toado oh hio is that right', ['city']],
      ['i heard two three three cherry street leama oh hio is that right', ['street']],
      ['i heard eight three three church street leama oh hio is that right', ['house_number']],
    ],
  },
];

/** Each thing an ear wrote belongs to the sentence that was spoken. */
const spokenAs = (heard: string): RegExp =>
  heard.includes('spelled')
    ? /^I heard \w+ \w+, spelled/
    : heard.includes('hio')
      ? /^I heard .*, Ohio/
      : /^I heard \w+ \w+\.$/;

test.each(RECORDED.flatMap(({ pairs, ...of }) => pairs.map(([heard, wrong]) => ({ ...of, heard, wrong }))))(
  'knows its own facts in "$heard"',
  async ({ caller, rehearsed, heard, wrong }) => {
    const ear = await learnOwnSound(caller, async (sentences) =>
      rehearsed.filter((text) => sentences.some((sentence) => spokenAs(text).test(sentence))),
    );
    expect(checkReadBack(heard, caller, ear).wrong).toEqual(wrong);
  },
);
