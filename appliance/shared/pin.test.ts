import { expect, test } from 'vitest';
import { digestPin, isPin, pinFault } from './pin.ts';

test('only the PIN itself opens its digest, which holds no digit of it, and no two digests are alike', async () => {
  const digest = await digestPin('271828');
  expect(digest).toMatch(/^scrypt:65536:8:1:[\w-]{22}:[\w-]{43}$/);
  expect(await isPin('271828', digest)).toBe(true);
  expect(await isPin('271829', digest)).toBe(false);
  expect(await isPin('', digest)).toBe(false);
  expect(await digestPin('271828')).not.toBe(digest);
});

test.each(['', 'scrypt:65536:8:1', 'plain:271828', 'scrypt:3:8:1:AAAA:AAAA', 'scrypt:65536:8:1::'])(
  'a digest like %j opens for nobody',
  async (digest) => expect(await isPin('271828', digest)).toBe(false),
);

test.each(['12345', '12345678901', '27182a', '', '111111', '123456', '987654', '901234'])('%j makes no PIN', (digits) =>
  expect(pinFault(digits)).toEqual(expect.any(String)),
);

test.each(['271828', '1357913579', '202020'])('%s does', (digits) => expect(pinFault(digits)).toBeNull());
