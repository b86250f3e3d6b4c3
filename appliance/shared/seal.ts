import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { PilotError } from './errors.ts';

/**
 * Field encryption: AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D). The place of the value (table, column,
 * business, row) is bound in as associated data, so that a sealed value cannot be moved to another row.
 * Text form: `v1.<key id>.<nonce>.<ciphertext>.<tag>`, parts in base64url.
 */
export interface Seal {
  seal(text: string, place: readonly string[]): string;
  /** @throws PilotError `seal_broken` when the key, the place or the value is not the one it was sealed with */
  open(sealed: string, place: readonly string[]): string;
}

const placeBytes = (place: readonly string[]): Buffer => Buffer.from(JSON.stringify(place), 'utf8');

export const createSeal = (key: Buffer): Seal => {
  if (key.length !== 32) {
    throw new PilotError('seal_key', 'the field key must be 32 bytes', { fix: 'Restore field.key from a backup.' });
  }
  const keyId = createHash('sha256').update(key).digest('base64url').slice(0, 8);
  return {
    seal(text, place) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(placeBytes(place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [
        'v1',
        keyId,
        nonce.toString('base64url'),
        body.toString('base64url'),
        cipher.getAuthTag().toString('base64url'),
      ].join('.');
    },
    open(sealed, place) {
      const [version, id, nonce = '', body = '', tag = ''] = sealed.split('.');
      try {
        if (version !== 'v1' || id !== keyId) throw new Error(`sealed by another key (${id ?? 'none'})`);
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

/** A key of the box for one purpose alone, 32 bytes: it tells nothing of the field key, nor of other purposes' (HKDF, RFC 5869). */
export const keyFor = (purpose: string, key: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), purpose, 32));

/**
 * The key file, made on first use and readable by this user only. It is synced before anything is sealed with it.
 * @throws PilotError `seal_key` when the file is damaged
 */
export const loadSealKey = (file: string): Buffer => {
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    const handle = openSync(draft, 'w', 0o600);
    try {
      writeSync(handle, randomBytes(32).toString('base64'));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    try {
      linkSync(draft, file);
    } catch (error) {
      // Another process made it in between: its key is the one.
      if (!existsSync(file)) throw error;
    } finally {
      unlinkSync(draft);
    }
  }
  return keyIn(file);
};

/**
 * The key of a box that has one; null before it was made. It is never made here.
 * @throws PilotError `seal_key`
 */
export const readSealKey = (file: string): Buffer | null => (existsSync(file) ? keyIn(file) : null);

const keyIn = (file: string): Buffer => {
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (key.length !== 32) {
    throw new PilotError('seal_key', `the key file ${file} is damaged`, { fix: 'Restore it from a backup.' });
  }
  return key;
};
