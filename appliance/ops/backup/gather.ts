import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { isPlaybookFile } from '#shared/config/playbook.ts';
import { heldIn } from '#shared/restored-folder.ts';
import type { Source } from './archive.ts';

/** The database and what SQLite keeps beside it: a copy of it comes in its place. And what a backup notes of itself. */
const NOT_AS_FILE = /^(?:pilot\.db.*|last-backup\.json|.*\.log)$/u;
/** Being written, or left by who died at it. */
const DRAFT = /\.(?:tmp|new|part|\d+)$/u;
/** A recording grows frame by frame, and what was said in confidence is silenced in it until it is 15 s old. */
const STILL_MS = 60_000;

export interface Gathered {
  readonly sources: readonly Source[];
  /** Recordings of calls under way, by their path. */
  readonly leftOut: readonly string[];
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry: Dirent) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });

/**
 * The files of a box beside its database: all of the data folder that lasts, and the configuration and playbook it is run with.
 * @param now wall time, epoch ms
 */
export const gatherFiles = (
  dataFolder: string,
  { config, playbook }: { readonly config: string | null; readonly playbook: string },
  now: number,
): Gathered => {
  const leftOut: string[] = [];
  const sources: Source[] = [];
  for (const name of heldIn(dataFolder).filter((one) => !NOT_AS_FILE.test(one))) {
    const top = join(dataFolder, name);
    const files = statSync(top).isDirectory() ? filesIn(top) : statSync(top).isFile() ? [top] : [];
    for (const file of files) {
      const path = relative(dataFolder, file);
      const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
      if (changed === undefined || DRAFT.test(path)) continue;
      if (name === 'recordings' && now - changed < STILL_MS) leftOut.push(path);
      else sources.push({ path: `data/${path}`, file });
    }
  }
  for (const file of [config, isPlaybookFile(playbook) ? playbook : null])
    if (file !== null && existsSync(file)) sources.push({ path: `config/${basename(file)}`, file });
  return { sources, leftOut };
};
