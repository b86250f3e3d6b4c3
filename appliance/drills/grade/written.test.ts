import { expect, test } from 'vitest';
import { parseScenario } from '../scenario/read.ts';
import type { Change } from './rows.ts';
import { faultsOfRows } from './written.ts';

const scenario = (end: string) =>
  parseScenario(
    `id: some-drill\nabout: A drill.\nnow: 2026-11-24T09:00\nopening: Hello.\nexpect:\n  outcome: message\n${end}`,
    'x.yaml',
  );
const MESSAGE = scenario('  messages: [{reason: billing, phone: "+19375550142"}]');
const task = (more: object = {}) => ({
  kind: 'call_back',
  status: 'open',
  reason: 'billing',
  phone: '+19375550142',
  ...more,
});
const added = (table: string, row: object): Change => ({ table, before: null, after: { ...row } });
const NOTICE = added('outbox', { kind: 'office.message', channel: 'email', facts: { reason: 'billing' } });
const kinds = (changes: readonly Change[], of = MESSAGE): string[] =>
  faultsOfRows(of, new Map(), changes).map(({ kind }) => kind);

test('the rows that were wanted, and no other, are right', () => {
  expect(kinds([added('tasks', task()), NOTICE])).toEqual([]);
});

test('a row too few, a row too many, and a wrong column are each named', () => {
  expect(kinds([NOTICE])).toEqual(['row_missing']);
  expect(kinds([added('tasks', task()), added('tasks', task()), NOTICE])).toEqual(['row_unexpected']);
  const [fault] = faultsOfRows(MESSAGE, new Map(), [added('tasks', task({ phone: '+19375550199' })), NOTICE]);
  expect(fault).toMatchObject({ kind: 'row_missing', what: expect.stringContaining('phone "+19375550142", is') });
});

test('a row that was there and changed, or is gone, is told even when nothing was expected of it', () => {
  const before = { status: 'scheduled', date: '2026-11-25' };
  const right = [added('tasks', task()), NOTICE];
  expect(kinds([...right, { table: 'visits', before, after: { ...before, status: 'cancelled' } }])).toEqual([
    'row_changed',
  ]);
  expect(kinds([...right, { table: 'visits', before, after: null }])).toEqual(['row_changed']);
});

test('a change that is wanted is wanted as it is written', () => {
  const cancelled = scenario(
    '  changed: {visits: [{from: {status: scheduled}, to: {status: cancelled}}]}\n  removed: {reservations: [{expires: false}]}',
  );
  const before = { status: 'scheduled' };
  const gone: Change = { table: 'reservations', before: { expires: false }, after: null };
  expect(kinds([{ table: 'visits', before, after: { status: 'cancelled' } }, gone], cancelled)).toEqual([]);
  expect(kinds([{ table: 'visits', before, after: { status: 'done' } }, gone], cancelled)).toEqual([
    'row_missing',
    'row_changed',
  ]);
  expect(kinds([], cancelled)).toEqual(['row_missing', 'row_missing']);
});

test('a job that nobody wanted is a false booking, and a second one a duplicate', () => {
  expect(kinds([added('tasks', task()), NOTICE, added('jobs', { contact_name: 'Ann Lee' })])).toEqual([
    'false_booking',
  ]);
  const booked = scenario('  rows: {jobs: [{contact_name: Ann Lee}]}');
  const job = added('jobs', { contact_name: 'Ann Lee' });
  expect(kinds([job, job], booked)).toEqual(['duplicate_booking']);
  expect(kinds([added('jobs', { contact_name: 'Ann Leigh' })], booked)).toEqual(['false_booking']);
});
