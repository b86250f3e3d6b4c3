import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

/** What the box remembers of its newest backup. */
const LastBackup = Type.Object({
  /** Wall time, epoch ms. */
  at: Type.Integer(),
  file: Type.String(),
  bytes: Type.Integer(),
  /** The public part of the recovery key that opens it. */
  recipient: Type.String(),
});
export type LastBackup = Static<typeof LastBackup>;

const fileOf = (dataFolder: string): string => join(dataFolder, 'last-backup.json');

export const rememberBackup = (dataFolder: string, last: LastBackup): void => {
  const file = fileOf(dataFolder);
  writeFileSync(`${file}.new`, JSON.stringify(last), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

/** Null when none was made, or nobody can tell. */
export const lastBackup = (dataFolder: string): LastBackup | null => {
  const file = fileOf(dataFolder);
  if (!existsSync(file)) return null;
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Value.Check(LastBackup, value) ? value : null;
  } catch {
    return null;
  }
};
