import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every recording of a box. */
export const recordingsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.wav'))
    .map((name) => join(folder, name));
