import { expect, test } from 'vitest';
import { readAnswer, soundsUnsure } from './answers.ts';

test.each([
  ['yes'],
  ['sure'],
  ['i do'],
  ['it is'],
  ['that works'],
  ['there is one'],
  ['okay no problem'],
  ["no that's right"],
  ['i do not mind'],
  ['fine'],
])('%s: yes', (text) => expect(readAnswer(text.replaceAll("'", '').split(' '))).toBe('yes'));

test.each([
  ['no'],
  ['like no thanks'],
  ['i am not'],
  ['i am not sure'],
  ['i do not'],
  ['it is not'],
  ['it is not okay'],
  ['it does not'],
  ['we do not'],
  ['i would not'],
  ['i would rather not'],
  ['i can not'],
  ['please dont'],
  ['please do not'],
  ['go ahead dont'],
  ['okay no'],
  ['right not now'],
  ['that is not right'],
])('%s: no', (text) => expect(readAnswer(text.split(' '))).toBe('no'));

test.each(['maybe', "i'm not sure", 'i am not sure', 'i do not know', 'a little bit', 'i think so'])(
  '%s: not sure',
  (text) => expect(soundsUnsure(text)).toBe(true),
);
test.each(['no', 'yes', 'i do not think so', 'nothing like that', 'sure'])('%s: sure', (text) =>
  expect(soundsUnsure(text)).toBe(false),
);
