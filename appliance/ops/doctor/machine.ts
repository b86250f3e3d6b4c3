import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '#shared/errors.ts';
import { type Check, fail, ok, warn } from './check.ts';

const MINIMUM = [24, 10] as const;

export const node: Check = {
  name: 'Node',
  run: async () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])
      ? ok(process.version)
      : fail(process.version, 'the box does not start', 'Start through bin/pilot, which brings its own Node.');
  },
};

export const espeak: Check = {
  name: 'espeak-ng',
  run: async () => {
    try {
      const { stdout } = await promisify(execFile)('espeak-ng', ['--version']);
      return ok(stdout.split('  ')[0]?.trim() ?? 'present');
    } catch (error) {
      return fail(
        messageOf(error),
        'the box has no voice of last resort',
        'apt-get install espeak-ng (or run ./scripts/setup)',
      );
    }
  },
};

/** Existing folder at or above a path. */
const standing = (path: string): string =>
  existsSync(path) || dirname(path) === path ? path : standing(dirname(path));

export const dataFolder: Check = {
  name: 'data folder',
  run: async (config) => {
    const folder = standing(config.dataFolder);
    try {
      accessSync(folder, constants.W_OK);
    } catch {
      return fail(
        `${folder} cannot be written`,
        'the box does not start',
        `Let this user write ${folder}, or choose another data folder.`,
      );
    }
    const { bavail, bsize } = await statfs(folder);
    const freeGb = (bavail * bsize) / 2 ** 30;
    const text = `${config.dataFolder}, ${freeGb.toFixed(1)} GB free`;
    if (freeGb < 1) {
      return warn(
        text,
        'recordings stop when the disk is full; calls go on without them',
        'Free space on that disk, or move the data folder.',
      );
    }
    return ok(text);
  },
};
