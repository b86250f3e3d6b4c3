import type { KnownFault } from '../fault.ts';

/** By SQLite's result codes (sqlite.org/rescode.html). */
export const SQLITE_FAULTS: readonly KnownFault[] = [
  {
    sign: 'SQLITE_BUSY',
    code: 'store_busy',
    cause: 'another process holds the database',
    fix: 'See which other pilot command or backup is at work on this data folder, and let it finish.',
    passing: true,
  },
  {
    sign: 'SQLITE_FULL',
    code: 'store_full',
    cause: 'the disk that holds the database is full',
    fix: 'Make room on the disk of the data folder.',
  },
  {
    sign: 'SQLITE_READONLY',
    code: 'store_readonly',
    cause: 'the database may not be written',
    fix: 'Give this user write access to the data folder.',
  },
  {
    sign: 'SQLITE_CORRUPT',
    code: 'store_corrupt',
    cause: 'the database file is damaged',
    fix: 'Stop the box and restore the newest backup.',
  },
  {
    sign: 'SQLITE_NOTADB',
    code: 'store_corrupt',
    cause: 'the database file is no database',
    fix: 'Stop the box and restore the newest backup.',
  },
  {
    sign: 'SQLITE_IOERR',
    code: 'store_failed',
    cause: 'the disk refused a read or a write',
    fix: 'Look at the disk: its kernel log, its free space.',
  },
];
