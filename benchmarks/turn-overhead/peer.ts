import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Figures, figuresOf } from './figures.ts';

const run = promisify(execFile);
const NPM = resolve(import.meta.dirname, '../../.tools/bin/npm');

/** Installs the peer into a temporary folder and measures it there, a process for each count, so that none warms up another's. */
export const measurePeer = async (counts: readonly number[], rounds: number): Promise<Figures[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'pilot-overhead-peer-'));
  try {
    cpSync(join(import.meta.dirname, 'peer'), folder, { recursive: true });
    process.stderr.write('installing the peer ...\n');
    await run(NPM, ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
    const figures: Figures[] = [];
    for (const calls of counts) {
      const { stdout } = await run(process.execPath, ['livekit.mjs', String(calls), String(rounds)], {
        cwd: folder,
        maxBuffer: 1 << 24,
      });
      figures.push(figuresOf(calls, JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as number[]));
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
