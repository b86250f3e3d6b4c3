import { expect, it } from 'vitest';
import { base32, newTotpSeed, stepOfCode, totpCode, totpStep, totpUri } from './totp.ts';

/** RFC 6238 appendix B, SHA-1: seconds and code of eight digits. */
const VECTORS = [
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
] as const;
const RFC_SEED = Buffer.from('12345678901234567890');

it.each(VECTORS)('gives the code of the RFC at %i s', (seconds, code) => {
  expect(totpCode(RFC_SEED, totpStep(seconds * 1000), 8)).toBe(code);
});

it('writes base32 as RFC 4648 section 10 does, without padding', () => {
  expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))).toEqual([
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ]);
});

it('takes a code of the step before and after, none further off, and none twice', () => {
  const seed = newTotpSeed();
  const now = 1_800_000_000_000;
  const step = totpStep(now);
  const codeAt = (off: number): number | null => stepOfCode(seed, totpCode(seed, step + off), now, null);
  expect([codeAt(-1), codeAt(0), codeAt(1)]).toEqual([step - 1, step, step + 1]);
  // Two steps of different numbers may share a code by chance, one in a million.
  expect([codeAt(-20), codeAt(20)].filter((found) => found !== null && Math.abs(found - step) > 1)).toEqual([]);
  expect(stepOfCode(seed, totpCode(seed, step), now, step)).toBeNull();
  expect(stepOfCode(seed, totpCode(seed, step + 1), now, step)).toBe(step + 1);
  expect(stepOfCode(seed, ` ${totpCode(seed, step).slice(0, 3)} ${totpCode(seed, step).slice(3)}`, now, null)).toBe(
    step,
  );
  expect([stepOfCode(seed, '', now, null), stepOfCode(seed, '12345', now, null)]).toEqual([null, null]);
});

it('names shop and account for an authenticator', () => {
  expect(totpUri(RFC_SEED, 'Harbor Plumbing', 'max@example.com')).toBe(
    'otpauth://totp/Harbor%20Plumbing:max%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harbor+Plumbing',
  );
});
