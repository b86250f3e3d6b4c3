import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clausesOf } from './clauses.ts';

const texts = (text: string) => clausesOf(text).map((clause) => clause.text);

test('a text is spoken by sentence; a title is not the end of one', () => {
  expect(texts('Thanks for calling. Dr. Miller is on his way! Is that right?')).toEqual([
    'Thanks for calling.',
    'Dr. Miller is on his way!',
    'Is that right?',
  ]);
});

test('a long first sentence is cut at a comma, so that the first sound comes early', () => {
  expect(
    texts('I have tonight from nine to eleven, or tomorrow morning from eight to ten, which one is better for you?'),
  ).toEqual([
    'I have tonight from nine to eleven,',
    'or tomorrow morning from eight to ten, which one is better for you?',
  ]);
  expect(texts('Yes, that is right.')).toEqual(['Yes, that is right.']);
});

test('the last clause has no pause behind it', () => {
  const clauses = clausesOf('One. Two. Three.');
  expect(clauses.map((clause) => clause.pauseMs > 0)).toEqual([true, true, false]);
  expect(clausesOf('   ')).toEqual([]);
});

test('no word is lost or moved', () => {
  const word = fc.constantFrom('oak', 'street,', 'done.', 'really?', 'a.m.', 'Dr.', 'nine;', 'five');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      expect(texts(words.join(' ')).join(' ')).toBe(words.join(' '));
    }),
  );
});
