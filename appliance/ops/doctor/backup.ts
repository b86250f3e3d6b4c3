import { existsSync } from 'node:fs';
import { databaseFile } from '#shared/data-folder.ts';
import { lastBackup } from '../backup/last.ts';
import { type Check, ok, warn } from './check.ts';

const DAY_MS = 86_400_000;
/** A backup a week, and a day of grace. */
const OLD_DAYS = 8;

/** How old the newest backup is. */
export const backup: Check = {
  name: 'backup',
  run: async ({ dataFolder, database }) => {
    const last = lastBackup(dataFolder);
    const lost = 'when the disk fails, customers and bookings since then are gone';
    if (last === null)
      return database === null && !existsSync(databaseFile(dataFolder))
        ? ok('nothing to back up yet')
        : warn(
            'none was made',
            'when the disk fails, everything is gone',
            'pilot backup --new-recovery-key once, then pilot backup FILE each night, onto another disk.',
          );
    const days = Math.floor((Date.now() - last.at) / DAY_MS);
    const told = `${days === 0 ? 'today' : `${days} day(s) ago`}, ${last.file}`;
    if (days > OLD_DAYS) return warn(told, lost, 'Look why the nightly pilot backup no longer runs.');
    return existsSync(last.file)
      ? ok(told)
      : warn(`${told}, which is not there now`, lost, 'Plug the disk in again, or make another backup.');
  },
};
