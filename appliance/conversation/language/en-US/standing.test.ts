import { expect, test } from 'vitest';
import { readMember, readStanding } from './standing.ts';

const words = (text: string): string[] => text.split(' ');

test.each([
  ['im the homeowner and the ac is out', 'owner'],
  ['we own this house', 'owner'],
  ['its my own place', 'owner'],
  ['im renting and the sink is clogged', 'tenant'],
  ['my landlord told me to call you', 'tenant'],
  ['i rent an apartment on oak street', 'tenant'],
  ['im the landlord there', 'landlord'],
  ['its one of my rentals my tenant called me', 'landlord'],
  ['i rent the house out', 'landlord'],
  ['this is the property manager at larch court', 'manager'],
  ['im just the neighbor', 'other'],
  ['im not the owner', null],
  ['my furnace stopped', null],
  ['the house on the corner', null],
])('"%s": %s', (text, standing) => {
  expect(readStanding(words(text))).toBe(standing);
});

test.each([
  ['im on your maintenance plan', true],
  ['we have a service agreement with you', true],
  ['im a member', true],
  ['i dont have a maintenance plan', false],
  ['do i need a service plan', false],
  ['how much is your maintenance plan', false],
  ['i want to join the comfort club', false],
])('"%s": member %s', (text, member) => {
  expect(readMember(words(text))).toBe(member);
});
