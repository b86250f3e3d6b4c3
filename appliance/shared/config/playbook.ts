import { resolve } from 'node:path';

/** A playbook is named by a shipped name, or is a file: whatever looks like a path. */
export const isPlaybookFile = (source: string): boolean => /[/\\]|\.ya?ml$/i.test(source);

/** @param folder the one relative paths start from */
export const completePlaybook = (source: string | undefined, folder: string): string =>
  source === undefined ? 'all' : isPlaybookFile(source) ? resolve(folder, source) : source;
