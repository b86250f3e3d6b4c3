import { describe, expect, test } from 'vitest';
import { redact } from './redact.ts';
import { newCall, type CallState } from './state.ts';

const state = (code?: string, asked = false): CallState => {
  const call = newCall({ playbookDigest: 'test' });
  if (code !== undefined) {
    call.slots.gateCode = {
      value: code,
      evidence: { utterance: 'u1', startMs: 0, heard: '[code]' },
      state: 'heard',
      attempts: 0,
    };
  }
  if (asked) call.pending = { act: 'ask_access', kind: 'code', turn: 3 };
  return call;
};

describe('codes', () => {
  test.each([
    ['the gate code is one two three four and we have a dog', 'the gate code is [code] and we have a dog'],
    ['gate code 1234, one friendly dog', 'gate code [code], one friendly dog'],
    ['code star eighty six pound then', 'code [code] then'],
    ['use the keypad, 44 72', 'use the keypad, [code]'],
  ])('%s', (text, hidden) => expect(redact(text, state())).toBe(hidden));

  test('a bare answer to the question for the code', () => {
    expect(redact('one two three four', state(undefined, true))).toBe('[code]');
    expect(redact('one friendly dog', state(undefined, true))).toBe('one friendly dog');
  });

  test('a code that was taken is hidden wherever it is said again', () => {
    expect(redact('did you get 1234', state('1234'))).toBe('did you get [code]');
    expect(redact('did you get one two three four', state('1234'))).toBe('did you get [code]');
  });

  test('numbers that are no code stay', () => {
    for (const text of [
      '123 Oak Street, Springfield',
      'five five five one two three zero zero zero zero',
      'nine to eleven tonight',
      'there are two of us for now',
    ]) {
      expect(redact(text, state('1234'))).toBe(text);
    }
  });
});

describe('card numbers', () => {
  test.each([
    ['4111 1111 1111 1111', '[card]'],
    ['my visa is four one one one one one one one one one one one one one one one', 'my visa is [card]'],
  ])('%s', (text, hidden) => expect(redact(text, state())).toBe(hidden));
});
