import { isPilotError, PilotError } from '#shared/errors.ts';

const KNOWN: readonly (readonly [string, string, string, string])[] = [
  [
    'SQLITE_BUSY',
    'store_busy',
    'another process holds the database',
    'See which other pilot command or backup is at work on this data folder, and let it finish.',
  ],
  [
    'SQLITE_FULL',
    'store_full',
    'the disk that holds the database is full',
    'Make room on the disk of the data folder.',
  ],
  [
    'SQLITE_READONLY',
    'store_readonly',
    'the database may not be written',
    'Give this user write access to the data folder.',
  ],
  ['SQLITE_CORRUPT', 'store_corrupt', 'the database file is damaged', 'Stop the box and restore the newest backup.'],
  ['SQLITE_NOTADB', 'store_corrupt', 'the database file is no database', 'Stop the box and restore the newest backup.'],
  [
    'SQLITE_IOERR',
    'store_failed',
    'the disk refused a read or a write',
    'Look at the disk: its kernel log, its free space.',
  ],
];

/** SQLite's own errors as PilotErrors with a cause and a fix; everything else goes through as it is. */
export const storeFault = (error: unknown): unknown => {
  if (isPilotError(error) || !(error instanceof Error) || !('code' in error) || typeof error.code !== 'string')
    return error;
  const { code } = error;
  const known = KNOWN.find(([prefix]) => code.startsWith(prefix));
  return known === undefined ? error : new PilotError(known[1], known[2], { fix: known[3], cause: error });
};

/** True for a fault after which nothing of the transaction may be taken as done: the engine may have undone it already. */
export const endsTransaction = (error: unknown): boolean => {
  const fault = storeFault(error);
  return isPilotError(fault) && fault.code.startsWith('store_');
};
