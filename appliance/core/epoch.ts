import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A number that rises at every start of core: voice obeys the highest it has seen. */
export const nextEpoch = (dataFolder: string): number => {
  const folder = join(dataFolder, 'run');
  const file = join(folder, 'epoch');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let last = 0;
  try {
    last = Number.parseInt(readFileSync(file, 'utf8'), 10) || 0;
  } catch {
    /* the first start */
  }
  const epoch = last + 1;
  writeFileSync(`${file}.tmp`, String(epoch));
  renameSync(`${file}.tmp`, file);
  return epoch;
};
