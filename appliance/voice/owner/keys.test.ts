import { describe, expect, test } from 'vitest';
import { OWNER_LIMITS, OwnerKeys, type OwnerStep } from './keys.ts';

/** Presses keys 100 ms apart. @returns the last key's steps, and the time after it */
const press = (keys: OwnerKeys, text: string, from = 0): { steps: readonly OwnerStep[] | null; now: number } => {
  let steps: readonly OwnerStep[] | null = null;
  let now = from;
  for (const key of text) steps = keys.key(key, (now += 100));
  return { steps, now };
};
const entered = (): { keys: OwnerKeys; now: number } => {
  const keys = new OwnerKeys();
  const { now } = press(keys, '*271828#');
  keys.verdict('right', now);
  return { keys, now };
};

describe('the PIN', () => {
  test('is asked about after the pound key, whole', () => {
    const keys = new OwnerKeys();
    expect(keys.key('*', 0)).toEqual([{ do: 'listen' }]);
    expect(press(keys, '271828').steps).toEqual([]);
    expect(keys.key('#', 700)).toEqual([{ do: 'check', digits: '271828' }]);
  });

  test('is asked about after a pause, too', () => {
    const keys = new OwnerKeys();
    const { now } = press(keys, '*271828');
    expect(keys.check(now + OWNER_LIMITS.betweenKeys - 1)).toEqual([]);
    expect(keys.check(now + OWNER_LIMITS.betweenKeys)).toEqual([{ do: 'check', digits: '271828' }]);
  });

  test('begins anew with another star; one that never ends does not grow', () => {
    const keys = new OwnerKeys();
    press(keys, '*999*271828');
    expect(keys.key('#', 2_000)).toEqual([{ do: 'check', digits: '271828' }]);
    const endless = new OwnerKeys();
    press(endless, `*${'7'.repeat(50)}`);
    expect(endless.key('#', 9_000)).toEqual([{ do: 'check', digits: '7'.repeat(OWNER_LIMITS.longestPin + 1) }]);
  });

  test('a star alone gives the conversation back, silently', () => {
    const keys = new OwnerKeys();
    keys.key('*', 0);
    expect(keys.check(OWNER_LIMITS.betweenKeys)).toEqual([{ do: 'return' }]);
    expect(keys.idle).toBe(true);
  });

  test.each([
    ['wrong', 'tell_wrong'],
    ['locked', 'tell_locked'],
  ] as const)('%s: it is said, and the conversation goes on', (verdict, told) => {
    const keys = new OwnerKeys();
    const { now } = press(keys, '*1#');
    expect(keys.key('5', now)).toEqual([]);
    expect(keys.verdict(verdict, now)).toEqual([{ do: told }, { do: 'return' }]);
    expect(keys.key('1', now)).toBeNull();
  });

  test('keys of a conversation are none of its business', () => {
    const keys = new OwnerKeys();
    for (const key of '0123456789#') expect(keys.key(key, 0)).toBeNull();
  });
});

describe('the menu', () => {
  test.each([
    ['1', 'always'],
    ['2', 'off'],
    ['3', 'after_hours'],
    ['4', 'overflow'],
  ])('%s sets %s, once, and another choice may follow', (key, mode) => {
    const { keys, now } = entered();
    expect(keys.key(key, now)).toEqual([{ do: 'set', mode }]);
    expect(keys.key('2', now)).toEqual([]);
    keys.said(now + 3_000);
    expect(keys.key('1', now + 3_000)).toEqual([{ do: 'set', mode: 'always' }]);
  });

  test('opens only by the right PIN', () => {
    const keys = new OwnerKeys();
    expect(keys.verdict('right', 0)).toEqual([]);
    expect(keys.key('2', 0)).toBeNull();
  });

  test('is said once more to who does not choose, then the call ends', () => {
    const { keys, now } = entered();
    expect(keys.key('9', now)).toEqual([]);
    expect(keys.check(now + OWNER_LIMITS.choice)).toEqual([{ do: 'menu' }]);
    keys.said(now + OWNER_LIMITS.choice + 5_000);
    expect(keys.check(now + 2 * OWNER_LIMITS.choice)).toEqual([]);
    expect(keys.check(now + 2 * OWNER_LIMITS.choice + 5_000)).toEqual([{ do: 'leave' }]);
    expect(keys.key('2', now + 60_000)).toEqual([]);
  });
});
