import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { PilotError } from './errors.ts';

/**
 * Field encryption: AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D). A place is table, column, business, row. Each business
 * and each column has a key of its own, derived from the box's root key (HKDF, RFC 5869), and the whole place is bound in as
 * associated data, so that a value opens in its own row, column and business alone.
 * Text form: `v2.<id of the root key>.<nonce>.<ciphertext>.<tag>`, parts in base64url. `v1` values, of earlier releases, are sealed
 * with the root key itself.
 */
export interface Seal {
  seal(text: string, place: readonly string[]): string;
  /** @throws PilotError `seal_broken` when the key, the place or the value is not the one it was sealed with */
  open(sealed: string, place: readonly string[]): string;
  /** Whether a value is sealed as new ones are, with the newest key. */
  isCurrent(sealed: string): boolean;
}

/** Root keys of 32 bytes: the first seals, the others open what they sealed before. */
export type RootKeys = readonly [Buffer, ...Buffer[]];

const VERSION = 'v2';
const placeBytes = (place: readonly string[]): Buffer => Buffer.from(JSON.stringify(place), 'utf8');

/** Names a root key, and tells nothing of it. */
export const keyId = (key: Buffer): string => createHash('sha256').update(key).digest('base64url').slice(0, 8);

/** The key of one business for one column. */
const columnKey = (root: Buffer, [table = '', column = '', business = '']: readonly string[]): Buffer =>
  keyFor(JSON.stringify(['seal', business, table, column]), root);

/** @throws PilotError `seal_key` */
export const createSeal = (...keys: RootKeys): Seal => {
  if (keys.some((key) => key.length !== 32)) {
    throw new PilotError('seal_key', 'the field key must be 32 bytes', { fix: 'Restore field.key from a backup.' });
  }
  const roots = new Map(keys.map((key) => [keyId(key), key] as const));
  const [newest] = keys;
  const newestId = keyId(newest);
  const derived = new Map<string, Buffer>();
  const derive = (id: string, root: Buffer, place: readonly string[]): Buffer => {
    const name = JSON.stringify([id, ...place.slice(0, 3)]);
    const known = derived.get(name);
    if (known !== undefined) return known;
    const key = columnKey(root, place);
    derived.set(name, key);
    return key;
  };
  return {
    isCurrent: (sealed) => sealed.startsWith(`${VERSION}.${newestId}.`),
    seal(text, place) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', derive(newestId, newest, place), nonce).setAAD(placeBytes(place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const parts = [nonce, body, cipher.getAuthTag()].map((part) => part.toString('base64url'));
      return [VERSION, newestId, ...parts].join('.');
    },
    open(sealed, place) {
      const [version, id = '', nonce = '', body = '', tag = ''] = sealed.split('.');
      try {
        const root = roots.get(id);
        if (root === undefined || (version !== 'v1' && version !== VERSION))
          throw new Error(`sealed by another key (${id === '' ? 'none' : id})`);
        const key = version === 'v1' ? root : derive(id, root, place);
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 })
          .setAAD(placeBytes(place))
          .setAuthTag(Buffer.from(tag, 'base64url'));
        return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new PilotError('seal_broken', `a sealed value of ${place.slice(0, 2).join('.')} cannot be opened`, {
          fix: 'Put back the field.key that belongs to this database.',
          cause,
        });
      }
    },
  };
};

/** A key of the box for one purpose alone, 32 bytes: it tells nothing of the root key, nor of other purposes' (HKDF, RFC 5869). */
export const keyFor = (purpose: string, root: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), purpose, 32));
