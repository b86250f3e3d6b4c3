import { describe, expect, test } from 'vitest';
import { reader, ring } from '#fakes/text-call.ts';
import { newCall, type CallState } from './state/state.ts';
import { withhold, withholdGrowing, withoutNumbers, type Secret } from './withhold.ts';

const reads = { reader, now: 0, zone: 'America/New_York' };
const state = (asked = false): CallState => {
  const call = newCall({ playbookDigest: 'test' });
  if (asked) call.pending = { act: 'ask_access', kind: 'code', turn: 3 };
  return call;
};
const taken = (text: string, asked = false, known: readonly Secret[] = []) => {
  let ids = 0;
  return withhold(text, state(asked), {
    known,
    newId: () => `s${++ids}`,
    ...reads,
  });
};
const values = (text: string, asked = false) => taken(text, asked).secrets.map(({ slot, value }) => `${slot}=${value}`);

describe('codes become references', () => {
  test.each([
    [
      'the gate code is one two three four and we have a dog',
      'the gate code is [gate:s1] and we have a dog',
      ['gateCode=1234'],
    ],
    ['gate code 1234, one friendly dog', 'gate code [gate:s1], one friendly dog', ['gateCode=1234']],
    ['code star eighty six pound then', 'code [gate:s1] then', ['gateCode=*86#']],
    ['use the keypad, 44 72', 'use the keypad, [gate:s1]', ['gateCode=4472']],
    ['the alarm code is four four one seven', 'the alarm code is [alarm:s1]', ['alarmCode=4417']],
    ['4417 is for the alarm', '[alarm:s1] is for the alarm', ['alarmCode=4417']],
    [
      'the gate code is 7 3 9 4 1 6 and the alarm code is 2 8 5 0 6 1',
      'the gate code is [gate:s1] and the alarm code is [alarm:s2]',
      ['gateCode=739416', 'alarmCode=285061'],
    ],
  ])('%s', (text, without, secrets) => {
    expect(taken(text).text).toBe(without);
    expect(values(text)).toEqual(secrets);
  });

  test('a bare answer to the question for the code', () => {
    expect(taken('one two three four', true).text).toBe('[gate:s1]');
    expect(taken('one friendly dog', true)).toEqual({ text: 'one friendly dog', secrets: [] });
  });

  test('words that answer for a code and cannot be read as one are as secret as one', () => {
    expect(taken('the code is my birthday you know', true)).toEqual({
      text: '[gate:s1]',
      secrets: [{ id: 's1', slot: 'gateCode', value: 'the code is my birthday you know' }],
    });
    for (const text of [
      'the carbon monoxide alarm is going off',
      'no there is no gate code',
      'the key is under the mat',
      'one dog, no code',
    ])
      expect(taken(text, true)).toEqual({ text, secrets: [] });
  });

  test('a code that is kept is known again, and kept once', () => {
    const known: Secret[] = [{ id: 'k', slot: 'gateCode', value: '1234' }];
    expect(taken('did you get 1234', false, known)).toEqual({ text: 'did you get [gate:k]', secrets: [] });
    expect(taken('did you get one two three four', false, known).text).toBe('did you get [gate:k]');
    expect(taken('the gate code is one two three four', false, known).text).toBe('the gate code is [gate:k]');
  });

  test.each([
    '123 Oak Street, Springfield',
    'nine three seven five five five zero zero zero zero',
    'nine three seven, five five five, oh one four two',
    'nine to eleven tonight',
    'there are two of us for now',
    'it shows error code thirty one',
    'job number J-1042',
    'our monoxide alarm read two hundred when we got home',
    'the co alarm is chirping with the number seventy on it',
  ])('%s stays as it is', (text) => expect(taken(text)).toEqual({ text, secrets: [] }));

  test.each(['nine to eleven', 'tonight nine to eleven please'])('a time is no code: %s', (text) =>
    expect(taken(text, true)).toEqual({ text, secrets: [] }),
  );

  test('what was taken out stays out, and the same again', () => {
    const once = taken('the gate code is one two three four and my card is 4111 1111 1111 1111');
    expect(once.text).toBe('the gate code is [gate:s1] and my card is [card]');
    expect(taken(once.text)).toEqual({ text: once.text, secrets: [] });
    expect(taken('[gate:0199d2c4-1111-7222-8333-944445555666]', true).secrets).toEqual([]);
  });
});

describe('cards are kept nowhere', () => {
  test.each([
    ['4111 1111 1111 1111', '[card]'],
    ['4111-1111-1111-1111 and thanks', '[card] and thanks'],
    ['my visa is four one one one one one one one one one one one one one one one', 'my visa is [card]'],
    ['it is four triple one double one double one um one one one one okay triple one one', 'it is [card]'],
    ['forty one eleven eleven eleven eleven eleven eleven eleven', '[card]'],
    ['my card number is 4111', 'my card number is [card]'],
    ['three seven one four four nine six three five three nine eight four three one', '[card]'],
  ])('%s', (text, without) => expect(taken(text)).toEqual({ text: without, secrets: [] }));

  test.each([
    'nine three seven five five five oh one four two',
    'one nine three seven five five five oh one four two',
    'nine thirty seven five fifty five oh one forty two',
    '937 555 0142 937 555 0142',
    'call 937 555 0142 or my wife at 937 555 0143',
    'I paid 1650 with my card',
    'job number 1042 and my number is 937 555 0142',
  ])('%s is none', (text) => expect(taken(text)).toEqual({ text, secrets: [] }));

  test('what is on its back, once a card was the matter', () => {
    const lately = { ...state(), card: { utterance: 'u1', turn: 4 }, turn: 5 };
    const options = { known: [], newId: () => 's', ...reads };
    expect(withhold('and the security code is one two three', lately, options).text).toBe(
      'and the security code is [card]',
    );
    expect(taken('the cvv is 123').text).toBe('the cvv is [card]');
  });

  test('of what was stored before it was known, no longer number is left', () => {
    expect(withoutNumbers('okay four one one one one one one one')).toBe('okay [card]');
    expect(withoutNumbers('that is two hundred forty-eight dollars', 10)).toBe(
      'that is two hundred forty-eight dollars',
    );
  });
});

describe('an utterance that goes on', () => {
  test.each([
    ['my number is nine three seven five five', 'my number is […]'],
    ['the gate code is one', 'the gate code is […]'],
    ['four one one one one one one one one one one one one', '[card]'],
    ['tonight at nine', 'tonight at nine'],
    ['i live at one twenty three oak', 'i live at one twenty three oak'],
  ])('%s', (text, without) => expect(withholdGrowing(text, state())).toBe(without));

  test('shows no digit of an answer to the question for the code', () => {
    expect(withholdGrowing('one two', state(true))).toBe('[…]');
  });
});

test('a call decides on the same references again, and never sees a code', async () => {
  const call = await ring();
  const outcome = await call.say('Hi, my AC stopped cooling. No smells. The alarm code is four four one seven.');
  expect(call.secrets).toEqual([{ id: 'code-1', slot: 'alarmCode', value: '4417' }]);
  expect(call.state.slots.alarmCode?.value).toBe('code-1');
  expect(outcome.silence).toEqual(['u1']);
  expect(outcome.slots['alarmCode']?.value).toBe('stored');
  expect(JSON.stringify([call.state, call.events, call.outcomes])).not.toMatch(/4417|four four one seven/);
});
