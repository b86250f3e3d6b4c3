import { describe, expect, it } from 'vitest';
import { countDigits, endsHanging, isBackchannel, withoutCards } from './words.ts';

describe('digits spoken so far', () => {
  it.each([
    ['five five five one two three oh oh oh oh', 10],
    ['555-123-0000', 10],
    ['it is 555 123 double oh double zero', 10],
    ['five five five, twenty three', 5],
    ['triple five one two three', 6],
    ['eight hundred five five five', 6],
    ['I do not have one with me', 1],
    ['nine three seven five for five to oh', 8],
    ['I want to give it for two people', 1],
    ['', 0],
  ])('%s: %i', (text, count) => expect(countDigits(text)).toBe(count));
});

describe('a text without card numbers', () => {
  it.each([
    ['my card is four one one one one one one one one one one one one one one one thanks', 'my card is [card] thanks'],
    ['4111 1111 um 1111 1111', '[card]'],
    ['it is four triple one double one double one triple one triple one two', 'it is [card]'],
  ])('%s', (text, without) => expect(withoutCards(text)).toBe(without));

  it.each([
    'call me at nine three seven five five five oh one four two',
    'nine thirty seven five fifty five oh one forty two at four four one seven oak street',
    'it is 937 555 0142, and the house is 4417 in 45501',
    '',
  ])('%s stays', (text) => expect(withoutCards(text)).toBe(text));
});

describe('backchannel', () => {
  it.each([
    ['mm-hm', false, true],
    ['okay', false, true],
    ['Yeah, okay.', false, true],
    ['I see', false, true],
    ['yeah', true, false],
    ['uh', true, true],
    ['okay but tomorrow', false, false],
    ['no', false, false],
    ['mmmhm', false, true],
    ['mmm him', false, true],
    ['i seee', false, true],
    ['yesah', false, true],
    ['mm himme', false, true],
    ['u hu', false, true],
    ['y', false, true],
    ['1', false, false],
    ['year', true, false],
    ['monday', false, false],
    ['oh nine', false, false],
    ['so okay', false, true],
    ['so okay', true, false],
    ['yeah co', false, false],
    ['okay two', false, false],
    ['okay no', false, false],
    ['miller', false, false],
    ['', false, false],
  ])('%s, answer expected %s: %s', (text, expected, is) => expect(isBackchannel(text, expected)).toBe(is));
});

describe('a hanging end', () => {
  it.each([
    ['the water comes from the', true],
    ['it is leaking and', true],
    ['I need um', true],
    ['it stopped cooling', false],
    ['', false],
  ])('%s: %s', (text, hangs) => expect(endsHanging(text)).toBe(hangs));
});
