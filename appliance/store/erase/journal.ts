import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Somebody who was erased: ids alone. */
export interface Erasure {
  /** Of the customer. */
  readonly id: string;
  readonly business: string;
  /** Epoch ms. */
  readonly at: number;
}

/** Beside the database, and no part of it: a backup that is restored brings the database of then, and this tells who was erased since. */
export const eraseJournalFile = (dataFolder: string): string => join(dataFolder, 'erase-journal.jsonl');

/** Appends, and returns once it is on the disk. */
export const noteErasures = (file: string, erasures: readonly Erasure[]): void => {
  const handle = openSync(file, 'a', 0o600);
  try {
    for (const one of erasures) writeSync(handle, `${JSON.stringify(one)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const isErasure = (value: unknown): value is Erasure =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  'business' in value &&
  typeof value.id === 'string' &&
  typeof value.business === 'string';

/** Who was erased on this box, oldest first; a line that a power cut left half written counts for nothing: its erasure was not done. */
export const readErasures = (file: string): readonly Erasure[] => {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const value: unknown = JSON.parse(line);
        return isErasure(value) ? [value] : [];
      } catch {
        return [];
      }
    });
};
