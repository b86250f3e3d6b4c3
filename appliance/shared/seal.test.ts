import { createCipheriv, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createSeal, keyFor, keyId } from './seal.ts';

const key = Buffer.alloc(32, 7);
const seal = createSeal(key);
const place = ['visits', 'gate_code', 'b1', 'v1'];

/** As earlier releases sealed: with the root key itself. */
const sealedBefore = (text: string): string => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(JSON.stringify(place)));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', keyId(key), ...[nonce, body, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
};

it('gives back what it sealed, and never the same text twice', () => {
  const sealed = seal.seal('#4711*', place);
  expect(sealed).not.toContain('4711');
  expect(seal.open(sealed, place)).toBe('#4711*');
  expect(seal.seal('#4711*', place)).not.toBe(sealed);
});

it('refuses a value moved to another row, column, table or business, changed, shortened, or sealed with another key', () => {
  const sealed = seal.seal('4711', place);
  const parts = sealed.split('.');
  const elsewhere = place.map((_, at) => place.map((one, i) => (i === at ? `${one}x` : one)));
  const wrong = [
    ...elsewhere.map((there) => () => seal.open(sealed, there)),
    () => seal.open(sealed.replace(/^v2/u, 'v3'), place),
    () => seal.open(sealed.replace(/^v2/u, 'v1'), place),
    () => seal.open([...parts.slice(0, 3), 'AAAA', parts[4]].join('.'), place),
    () => seal.open([...parts.slice(0, 4), (parts[4] ?? '').slice(0, 6)].join('.'), place),
    () => createSeal(Buffer.alloc(32, 8)).open(sealed, place),
    () => seal.open('4711', place),
  ];
  expect(wrong).toHaveLength(10);
  for (const open of wrong) expect(open).toThrow(expect.objectContaining({ code: 'seal_broken' }));
});

it('opens what earlier releases and earlier keys sealed, and tells that it is not as new', () => {
  const old = sealedBefore('#4711*');
  const [own, rotated] = [seal.seal('12', place), createSeal(Buffer.alloc(32, 8), key)];
  expect(rotated.open(old, place)).toBe('#4711*');
  expect(rotated.open(own, place)).toBe('12');
  expect([seal.isCurrent(old), seal.isCurrent(own), rotated.isCurrent(own)]).toEqual([false, true, false]);
  expect(() => seal.open(rotated.seal('12', place), place)).toThrow(expect.objectContaining({ code: 'seal_broken' }));
});

it('each purpose has a key of its own, the same each time', () => {
  expect(keyFor('one', key)).toHaveLength(32);
  expect(keyFor('one', key)).toEqual(keyFor('one', key));
  const others = [keyFor('two', key), keyFor('one', Buffer.alloc(32, 8)), key];
  for (const other of others) expect(keyFor('one', key)).not.toEqual(other);
});
