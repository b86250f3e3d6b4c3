import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** As many are computed at a time: each takes 19 MiB and a core for some tens of milliseconds. */
const AT_A_TIME = 2;

const compute = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>;

let running = 0;
const waiting: (() => void)[] = [];

const derive = async (password: string, nonce: Buffer, cost: typeof COST | Cost): Promise<Buffer> => {
  if (running >= AT_A_TIME) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await compute('argon2id', {
      message: Buffer.from(password.normalize('NFKC')),
      nonce,
      tagLength: KEY_BYTES,
      ...cost,
    });
  } finally {
    const next = waiting.shift();
    // The place goes to who waits.
    if (next === undefined) running -= 1;
    else next();
  }
};

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** The digest of a password as it is stored: `argon2id:memory KiB:passes:lanes:salt:key`, the last two in base64url (RFC 9106). */
export const digestPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  return [
    'argon2id',
    COST.memory,
    COST.passes,
    COST.parallelism,
    salt.toString('base64url'),
    key.toString('base64url'),
  ].join(':');
};

/**
 * Whether this is the password. Where there is no digest to compare with, the same work is done and the answer is no: how long it
 * takes tells nobody whether an account exists.
 */
export const isPassword = async (password: string, digest: string | null): Promise<boolean> => {
  const [scheme, memory, passes, parallelism, salt = '', key = ''] = (digest ?? '').split(':');
  if (scheme !== 'argon2id') {
    await derive(password, randomBytes(SALT_BYTES), COST);
    return false;
  }
  const cost: Cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const given = await derive(password, Buffer.from(salt, 'base64url'), cost);
  const expected = Buffer.from(key, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
};
