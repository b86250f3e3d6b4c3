import { expect, it } from 'vitest';
import { passwordFault } from './password-rule.ts';

const ABOUT = ['Max Harbor', 'max@harborplumbing.example', 'Harbor Plumbing'];

it.each(['correct horse battery', 'Three pipes under Oak St', 'x9!kQ2#vP7mZ'])('takes %s', (password) => {
  expect(passwordFault(password, ABOUT)).toBeNull();
});

it.each([
  ['short', /at least 12/],
  ['y'.repeat(129), /at most 128/],
  ['aaaaaaaaaaaaaa', /repeat/],
  ['abcdefghijklmn', /in order/],
  ['Password20262026', /everybody/],
  ['HarborPlumbing2026', /everybody/],
  ['max@harborplumbing.example', /everybody/],
])('refuses %s', (password, why) => {
  expect(passwordFault(password, ABOUT)).toMatch(why);
});
