import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from '#shared/running.ts';

const NAME = /^backup-(\d+)$/u;

/** A folder for the copies that a backup is packed from; what a backup that was killed has left is taken away. */
export const openWorkFolder = (dataFolder: string): { readonly folder: string } & Disposable => {
  const run = join(dataFolder, 'run');
  mkdirSync(run, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(run)) {
    const pid = Number(NAME.exec(name)?.[1] ?? process.pid);
    if (NAME.test(name) && (pid === process.pid || !isRunning(pid)))
      rmSync(join(run, name), { recursive: true, force: true });
  }
  const folder = join(run, `backup-${process.pid}`);
  mkdirSync(folder, { mode: 0o700 });
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
};
