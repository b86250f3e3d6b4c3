import { expect, it } from 'vitest';
import { ACCOUNT_RULE, addressGroup, allowedAt, countTry, type Attempts } from './throttle.ts';

const failed = (times: number, at: number): Attempts => ({ failures: times, lastAt: at });

it('lets a few wrong tries pass, then each waits twice as long, up to a quarter of an hour', () => {
  const waits = [0, 4, 5, 6, 7, 20, 5_000].map((times) => allowedAt(ACCOUNT_RULE, failed(times, 1_000)));
  expect(waits).toEqual([0, 0, 6_000, 11_000, 21_000, 901_000, 901_000]);
});

it('counts tries, and forgets them after a day of none', () => {
  const first = countTry(ACCOUNT_RULE, null, 10);
  const second = countTry(ACCOUNT_RULE, first, 20);
  expect([first, second]).toEqual([failed(1, 10), failed(2, 20)]);
  expect(countTry(ACCOUNT_RULE, failed(9, 20), 20 + ACCOUNT_RULE.forgetMs + 1)).toEqual(
    failed(1, 20 + ACCOUNT_RULE.forgetMs + 1),
  );
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('counts %s as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group);
});
