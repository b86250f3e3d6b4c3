import { expect, test } from 'vitest';
import { misdialled, soundsLikeChild, swears } from './rough.ts';

test.each(['this is fucking ridiculous', 'what the hell', 'you stupid machine', 'oh shit', 'god damn it', 'f*** this'])(
  '%s: cursing',
  (text) => expect(swears(text)).toBe(true),
);
test.each([
  'the dam burst',
  'my shift ends at five',
  'it is hell street',
  'the assembly hums',
  'pass it on',
  'i fixed it',
])('%s: no cursing', (text) => expect(swears(text)).toBe(false));

test.each(['i am seven years old', "i'm only eight", 'im just a kid', 'my mommy said to call you', "daddy isn't home"])(
  '%s: a child',
  (text) => expect(soundsLikeChild(text)).toBe(true),
);
test.each([
  'the furnace is seven years old',
  'i am only eight minutes away',
  'i am seventy years old',
  'my son is nine years old',
  'my mom has no heat',
])('%s: no child', (text) => expect(soundsLikeChild(text)).toBe(false));

test.each(['oh sorry i have the wrong number', 'i must have dialed the wrong number', 'wrong number sorry'])(
  '%s: misdialled',
  (text) => expect(misdialled(text)).toBe(true),
);
test.each(['no that is the wrong number', 'you got the wrong number'])('%s: about a number of theirs', (text) =>
  expect(misdialled(text)).toBe(false),
);
