import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { PilotError } from '#shared/errors.ts';

/** The part of the recovery key that stays on the box: it closes backups, and opens none. */
const publicFile = (dataFolder: string): string => join(dataFolder, 'recovery.pub');

export interface RecoveryKey {
  /** `AGE-SECRET-KEY-1...`: opens backups; kept nowhere on the box. */
  readonly secret: string;
  /** `age1...` */
  readonly recipient: string;
}

/** Makes the recovery key of a box. Backups from now on are closed to it; earlier ones still need the key of then. */
export const newRecoveryKey = async (dataFolder: string): Promise<RecoveryKey> => {
  const secret = await generateX25519Identity();
  const recipient = await identityToRecipient(secret);
  const draft = `${publicFile(dataFolder)}.${process.pid}`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, `${recipient}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, publicFile(dataFolder));
  return { secret, recipient };
};

/** @returns whom backups are closed to @throws PilotError `backup_no_key` */
export const recoveryRecipient = (dataFolder: string): string => {
  const file = publicFile(dataFolder);
  const recipient = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (/^age1[0-9a-z]{58}$/u.test(recipient)) return recipient;
  throw new PilotError('backup_no_key', 'this box has no recovery key that a backup could be closed to', {
    fix: 'Make one with pilot backup --new-recovery-key, and keep the printed sheet outside the shop.',
  });
};

/** How people tell recovery keys apart: the end of the public part. */
export const shortRecipient = (recipient: string): string => `age1…${recipient.slice(-6)}`;

/**
 * A recovery key as it was typed or stands in a file: lower case, blanks and lines with # are no matter.
 * @throws PilotError `restore_key_typed`
 */
export const readRecoveryKey = async (text: string): Promise<string> => {
  const secret = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('')
    .replaceAll(/\s/gu, '')
    .toUpperCase();
  try {
    await identityToRecipient(secret);
    return secret;
  } catch (cause) {
    throw new PilotError('restore_key_typed', 'this is no recovery key', {
      fix: 'It begins with AGE-SECRET-KEY-1 and stands on the sheet that pilot backup --new-recovery-key printed. A wrong letter is noticed.',
      cause,
    });
  }
};
