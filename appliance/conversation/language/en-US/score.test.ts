import { expect, test } from 'vitest';
import { declinesSurvey, readScore } from './score.ts';

test.each([
  ['five', 5],
  ['a five', 5],
  ['um I would say a four', 4],
  ['four out of five', 4],
  ['I give it a 3', 3],
  ['two of five', 2],
  ['for', 4],
  ['one', 1],
  ['definitely a five he was great', 5],
  ['ten', null],
  ['zero', null],
  ['four or five', null],
  ['it was okay', null],
  ['no one came', null],
  ['the one who came was nice', null],
  ['', null],
] as const)('%s', (text, score) => expect(readScore(text)).toBe(score));

test('who has no time is left alone; who has a low score to give is not taken for one', () => {
  for (const text of ['no thanks', 'I have no time', 'not now', "I don't want to"])
    expect(declinesSurvey(text)).toBe(true);
  for (const text of ['two', 'it was not good', 'five']) expect(declinesSurvey(text)).toBe(false);
});
