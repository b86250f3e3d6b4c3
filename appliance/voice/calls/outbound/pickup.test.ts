import { expect, test } from 'vitest';
import { BEEP_MS, GREETING_MS } from '../../turn/answering-machine.ts';
import { NO_HELLO_MS, PICKUP_START, QUIET_MS, hearPickup, type Pickup } from './pickup.ts';

type Span = readonly [from: number, to: number];
const within = (spans: readonly Span[], atMs: number): boolean => spans.some(([from, to]) => atMs >= from && atMs < to);

/** What it is taken for, and when that changed, ms; sound in frames of 20 ms. */
const followed = (speaks: readonly Span[], beeps: readonly Span[] = [], forMs = 9000): [Pickup['at'], number][] => {
  const changes: [Pickup['at'], number][] = [];
  let pickup = PICKUP_START;
  let on = false;
  for (let atMs = 0; atMs < forMs; atMs += 20) {
    const before = pickup.at;
    if (within(speaks, atMs) !== on) {
      on = !on;
      pickup = hearPickup(pickup, { kind: 'speech', on, atMs });
    }
    pickup = hearPickup(pickup, { kind: 'frame', tone: within(beeps, atMs), atMs });
    if (pickup.at !== before) changes.push([pickup.at, atMs]);
  }
  return changes;
};

test('we speak once a hello is over, or when nobody says one', () => {
  expect(followed([[400, 1000]])).toEqual([['talking', 1000 + QUIET_MS]]);
  expect(followed([])).toEqual([['talking', NO_HELLO_MS]]);
});

test('a short breath within the hello is waited for', () => {
  const speaks = [
    [300, 900],
    [1200, 1800],
  ] as const;
  expect(followed(speaks)).toEqual([['talking', 1800 + QUIET_MS]]);
});

test('a greeting without a pause is a machine, before it has heard a word of ours', () => {
  expect(followed([[0, 8000]])).toEqual([['machine', GREETING_MS]]);
});

test('a beep tells a machine, also after a greeting with pauses', () => {
  const speaks = [
    [200, 1500],
    [2500, 4000],
  ] as const;
  const [, machine] = followed(speaks, [[4500, 4900]]);
  expect(machine).toEqual(['machine', 4500 + BEEP_MS - 20]);
});

test('a person who talks on after our greeting is a person', () => {
  expect(
    followed([
      [300, 900],
      [3000, 8500],
    ]),
  ).toEqual([['talking', 900 + QUIET_MS]]);
  const person: Pickup = { ...PICKUP_START, at: 'person' };
  expect(hearPickup(person, { kind: 'frame', tone: true, atMs: 0 })).toBe(person);
});
