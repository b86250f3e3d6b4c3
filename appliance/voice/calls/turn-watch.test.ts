import { expect, test } from 'vitest';
import { FILLER_AFTER_MS, GIVE_UP_MS, GRACE_MS, TurnWatch } from './turn-watch.ts';

test('nothing is due while the caller has the turn', () => {
  expect(new TurnWatch().check(99_999, false)).toBe('wait');
});

test('a filler is due before 1.5 s of silence have passed on our turn', () => {
  const watch = new TurnWatch();
  watch.ours(1000);
  expect(watch.check(1000 + FILLER_AFTER_MS - 1, false)).toBe('wait');
  expect(watch.check(1000 + FILLER_AFTER_MS, false)).toBe('filler');
  expect(FILLER_AFTER_MS).toBeLessThan(1500);
});

test('the silence is counted anew after each filler', () => {
  const watch = new TurnWatch();
  watch.ours(0);
  expect(watch.check(1500, true)).toBe('wait');
  watch.quiet(2000);
  expect(watch.check(2000 + FILLER_AFTER_MS - 1, false)).toBe('wait');
  expect(watch.check(2000 + FILLER_AFTER_MS, false)).toBe('filler');
});

test('voice goes on alone when no answer comes', () => {
  const watch = new TurnWatch();
  watch.ours(0);
  watch.quiet(GIVE_UP_MS - 10);
  expect(watch.check(GIVE_UP_MS, false)).toBe('alone');
});

test('an answer that is here but not heard yet is waited for with fillers; a newer question makes core owe again', () => {
  const watch = new TurnWatch();
  watch.asked(4, 0);
  watch.ordered(3);
  expect(watch.check(GIVE_UP_MS, false)).toBe('alone');
  watch.ordered(4);
  expect(watch.check(GIVE_UP_MS, false)).toBe('filler');
  watch.asked(5, GIVE_UP_MS);
  expect(watch.check(GIVE_UP_MS, false)).toBe('alone');
});

test('an answer ends our turn', () => {
  const watch = new TurnWatch();
  watch.ours(0);
  watch.answered();
  expect(watch.check(GIVE_UP_MS * 2, false)).toBe('wait');
});

test('silence counts from the caller’s last sound, yet an answer is given a moment after the end of the turn', () => {
  const watch = new TurnWatch();
  watch.ours(5000, 400);
  expect(watch.check(4600 + FILLER_AFTER_MS - 1, false)).toBe('wait');
  expect(watch.check(4600 + FILLER_AFTER_MS, false)).toBe('filler');
  watch.ours(9000, 1200);
  expect(watch.check(9000 + GRACE_MS - 1, false)).toBe('wait');
  expect(watch.check(9000 + GRACE_MS, false)).toBe('filler');
});
