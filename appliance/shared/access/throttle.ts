import { isIPv6 } from 'node:net';

/** How many wrong tries are free, and how long each further one is waited for: twice as long as the one before, up to a bound. */
export interface ThrottleRule {
  readonly free: number;
  readonly firstMs: number;
  readonly longestMs: number;
  /** After so long without a wrong try all is forgotten. */
  readonly forgetMs: number;
}

/** An account: who mistypes is hardly kept, who guesses gets some hundred tries a day. */
export const ACCOUNT_RULE: ThrottleRule = { free: 5, firstMs: 5_000, longestMs: 900_000, forgetMs: 86_400_000 };
/** An address, behind which an office may sit. */
export const ADDRESS_RULE: ThrottleRule = { free: 20, firstMs: 5_000, longestMs: 900_000, forgetMs: 86_400_000 };

/** Wrong tries so far. */
export interface Attempts {
  readonly failures: number;
  /** Of the latest one, epoch ms. */
  readonly lastAt: number;
}

/** When the next try is allowed, epoch ms; 0: at once. */
export const allowedAt = (rule: ThrottleRule, { failures, lastAt }: Attempts): number =>
  failures < rule.free ? 0 : lastAt + Math.min(rule.longestMs, rule.firstMs * 2 ** Math.min(failures - rule.free, 30));

/** What is to be kept once a try has begun; it counts as wrong until it is known to be right, so that tries at the same time count too. */
export const countTry = (rule: ThrottleRule, before: Attempts | null, now: number): Attempts => ({
  failures: before === null || now - before.lastAt > rule.forgetMs ? 1 : before.failures + 1,
  lastAt: now,
});

/** Whose tries are counted together: an IPv4 address, or the /64 of an IPv6 one, which is one customer's line. */
export const addressGroup = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined ? left : [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
};
