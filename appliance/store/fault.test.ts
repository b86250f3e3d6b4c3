import { DatabaseError } from 'pg';
import { expect, it } from 'vitest';
import { PilotError } from '#shared/errors.ts';
import { endsTransaction, isPassing, storeFault } from './fault.ts';

const postgres = (code: string): Error =>
  Object.assign(new DatabaseError('as the server says it', 0, 'error'), { code });
const driver = (code: string): Error => Object.assign(new Error('as the driver says it'), { code });

it.each([
  [driver('SQLITE_BUSY_SNAPSHOT'), 'store_busy', true],
  [driver('SQLITE_FULL'), 'store_full', false],
  [driver('ECONNREFUSED'), 'store_away', true],
  [new Error('Connection terminated unexpectedly'), 'store_away', true],
  [new Error('timeout exceeded when trying to connect'), 'store_away', true],
  [postgres('57P01'), 'store_away', true],
  [postgres('55P03'), 'store_busy', true],
  [postgres('40001'), 'store_busy', true],
  [postgres('53100'), 'store_full', false],
  [postgres('25006'), 'store_readonly', false],
  [postgres('28P01'), 'store_denied', false],
  [postgres('3D000'), 'store_denied', false],
  [postgres('XX001'), 'store_corrupt', false],
])('%s is %s, and ends the transaction', (error, code, passing) => {
  expect(storeFault(error)).toMatchObject({
    code,
    retryable: passing,
    fix: expect.stringMatching(/\w+ \w+/u),
    cause: error,
  });
  expect(endsTransaction(error)).toBe(true);
  expect(isPassing(error)).toBe(passing);
});

it.each([
  postgres('23505'),
  driver('SQLITE_CONSTRAINT_UNIQUE'),
  driver('ENOENT'),
  new Error('a fault of ours'),
  new PilotError('unknown_business', 'no such business', {}),
  'no error at all',
])('%s goes through as it is, and undoes its step alone', (error) => {
  expect(storeFault(error)).toBe(error);
  expect(endsTransaction(error)).toBe(false);
  expect(isPassing(error)).toBe(false);
});
