import type { KnownFault } from '../fault.ts';

const AWAY = {
  code: 'store_away',
  cause: 'the database server does not answer',
  fix: 'Start PostgreSQL on the host of database.url, or correct that setting; pilot doctor tells what it finds there.',
  passing: true,
} as const;

/**
 * By SQLSTATE (PostgreSQL documentation, appendix A), by the system's codes of a connection, and by the words of the driver
 * where it has no code.
 */
export const POSTGRES_FAULTS: readonly KnownFault[] = [
  ...[
    '08',
    '57P0',
    '25P03',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ETIMEDOUT',
    'Connection terminated',
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'Client has encountered a connection error',
    'Postgres connection has been discarded',
  ].map((sign) => ({ sign, ...AWAY })),
  {
    sign: '55P03',
    code: 'store_busy',
    cause: 'another process holds the rows of this shop',
    fix: 'See in pg_stat_activity which session keeps its transaction open, and end it.',
    passing: true,
  },
  ...['40001', '40P01', '53300'].map((sign) => ({
    sign,
    code: 'store_busy',
    cause: 'the database server could not serve this now',
    fix: 'Look at the load of the server and at its max_connections.',
    passing: true as const,
  })),
  {
    sign: '57014',
    code: 'store_failed',
    cause: 'the database took too long over one statement',
    fix: 'Look at the load and the disk of the database server.',
  },
  ...['25P02', 'Transaction was rolled back'].map((sign) => ({
    sign,
    code: 'store_failed',
    cause: 'the transaction was undone by the database',
    fix: 'See the fault before this one.',
    passing: true as const,
  })),
  {
    sign: '53100',
    code: 'store_full',
    cause: 'the disk of the database server is full',
    fix: 'Make room on the disk of the database server.',
  },
  {
    sign: '25006',
    code: 'store_readonly',
    cause: 'the database server takes no writes: it is a standby',
    fix: 'Name the primary server in database.url.',
  },
  ...['28', '3D000', '42501'].map((sign) => ({
    sign,
    code: 'store_denied',
    cause: 'the database server does not let this user in, or there is no such database',
    fix: 'Create the user and a database that it owns, and check database.url and the password.',
  })),
  {
    sign: 'XX00',
    code: 'store_corrupt',
    cause: 'the database is damaged',
    fix: 'Stop the box, look at the log of the database server, and restore the newest backup.',
  },
];
