import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** Cost of a guess: about 64 MB and a tenth of a second. */
const COST = { N: 65_536, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
/** scrypt needs 128 * N * r bytes, and Node refuses more than it was allowed. */
const MEMORY = 256 * 1024 * 1024;

const derive = (pin: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin, salt, KEY_BYTES, { ...options, maxmem: MEMORY }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

/** The digest of a PIN as the configuration holds it: `scrypt:N:r:p:salt:key`, the last two in base64url (RFC 7914). */
export const digestPin = async (pin: string): Promise<string> => {
  const salt = randomBytes(16);
  const key = await derive(pin, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join(':');
};

/** Whether these digits are the PIN; false also for a digest that cannot be read. */
export const isPin = async (digits: string, digest: string): Promise<boolean> => {
  const [scheme, N, r, p, salt = '', key = ''] = digest.split(':');
  if (scheme !== 'scrypt') return false;
  const expected = Buffer.from(key, 'base64url');
  try {
    const given = await derive(digits, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
    return given.length === expected.length && timingSafeEqual(given, expected);
  } catch {
    return false;
  }
};

/** Why digits make no PIN; null when they do. Six to ten digits, and not what everybody tries first. */
export const pinFault = (digits: string): string | null => {
  if (!/^\d{6,10}$/.test(digits)) return 'A PIN has 6 to 10 digits.';
  const steps = new Set([...digits].slice(1).map((digit, i) => (Number(digit) - Number(digits[i]) + 10) % 10));
  const [only] = steps;
  if (steps.size === 1 && only !== undefined && [0, 1, 9].includes(only))
    return 'Digits that repeat or run in order are guessed first.';
  return null;
};
