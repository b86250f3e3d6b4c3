import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Sink } from './archive.ts';

/** Where each part of a backup is unpacked to. */
export interface UnpackTo {
  /** What is to be the data folder. */
  readonly data: string;
  /** Rows of a database server. */
  readonly rows: string;
}

/** Configuration and playbook of the box that was backed up: kept beside, never put in force by themselves. */
const CONFIG = 'restored-config';

/** Writes each file of a backup to its place, synced. */
export const unpackInto = ({ data, rows }: UnpackTo): Sink => {
  const placeOf = (path: string): string => {
    const [top = '', ...below] = path.split('/');
    if (top === 'rows') return join(rows, ...below);
    return top === 'data' ? join(data, ...below) : join(data, CONFIG, ...below);
  };
  return async (path, content, mode) => {
    const file = placeOf(path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    await pipeline(content, createWriteStream(file, { flags: 'wx', mode: mode & 0o700, flush: true }));
  };
};
