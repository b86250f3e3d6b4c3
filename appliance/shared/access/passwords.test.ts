import { expect, it } from 'vitest';
import { digestPassword, isPassword } from './passwords.ts';
import { digestOf, kindOfToken, newCode, newToken, plainCode } from './tokens.ts';

it('knows a password again, however its letters are composed, and no other', async () => {
  const digest = await digestPassword('Caf\u00e9 au lait 7');
  expect(digest).toMatch(/^argon2id:19456:2:1:[\w-]{22}:[\w-]{43}$/);
  expect(await digestPassword('Caf\u00e9 au lait 7')).not.toBe(digest);
  expect(
    await Promise.all(
      ['Caf\u00e9 au lait 7', 'Cafe\u0301 au lait 7', 'caf\u00e9 au lait 7', ''].map((password) =>
        isPassword(password, digest),
      ),
    ),
  ).toEqual([true, true, false, false]);
});

it('opens nothing where no password is set', async () => {
  expect([await isPassword('anything', null), await isPassword('', '')]).toEqual([false, false]);
});

it('makes tokens that tell what they open, and codes that can be typed as they are read', () => {
  const token = newToken('device');
  expect([kindOfToken(token), kindOfToken(`${token}x`), kindOfToken('plt_short'), kindOfToken('')]).toEqual([
    'device',
    null,
    null,
    null,
  ]);
  expect(digestOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(newCode(8)).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
  expect(newCode(16)).toHaveLength(19);
  expect(plainCode(' 7kqm-42tx ')).toBe('7KQM42TX');
});
