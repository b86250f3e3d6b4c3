import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Seconds a code holds (RFC 6238 section 5.2). */
const STEP_S = 30;
const DIGITS = 6;
/** Steps before and after the present one that still count: a phone's clock and a slow hand. */
const DRIFT = 1;
/** RFC 4648 section 6. */
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A seed for an authenticator: 160 bits (RFC 4226 section 4, R6). */
export const newTotpSeed = (): Buffer => randomBytes(20);

export const base32 = (bytes: Buffer): string => {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
};

/** The code of one step: HOTP over the step's number, SHA-1 (RFC 4226 section 5.3). */
export const totpCode = (seed: Buffer, step: number, digits = DIGITS): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', seed).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).padStart(digits, '0');
};

/** @param now epoch ms */
export const totpStep = (now: number): number => Math.floor(now / 1000 / STEP_S);

/**
 * The step whose code this is; null when it is none of now. A code counts once, so only steps after `last` do (RFC 6238 section 5.2).
 * @param now epoch ms
 * @param last the step that counted last; null when none has
 */
export const stepOfCode = (seed: Buffer, code: string, now: number, last: number | null): number | null => {
  const given = Buffer.from(code.replaceAll(/\s/g, ''));
  const present = totpStep(now);
  for (let step = present - DRIFT; step <= present + DRIFT; step++) {
    const expected = Buffer.from(totpCode(seed, step));
    if (given.length === expected.length && timingSafeEqual(given, expected))
      return last === null || step > last ? step : null;
  }
  return null;
};

/** What an authenticator reads from a QR code or a link. */
export const totpUri = (seed: Buffer, shop: string, account: string): string =>
  `otpauth://totp/${encodeURIComponent(shop)}:${encodeURIComponent(account)}?${new URLSearchParams({
    secret: base32(seed),
    issuer: shop,
  }).toString()}`;
