import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { book, bookSome, openCall, openDemoOffice } from './demo-office.ts';

const run = promisify(execFile);

interface Planned {
  readonly technician_id: string;
  readonly planned_start: number;
  readonly planned_end: number;
}

/** What is in the file, read past the store. */
const inspect = (file: string) => {
  const db = new Database(file, { readonly: true });
  const all = (query: string): unknown[] => db.prepare(query).all();
  const count = (table: string): number => (db.prepare(`select count(*) n from ${table}`).get() as { n: number }).n;
  const planned = all(
    'select technician_id, planned_start, planned_end from assignments order by technician_id, planned_start',
  ) as Planned[];
  const result = {
    overlaps: planned.filter((a, i) => {
      const b = planned[i + 1];
      return b !== undefined && a.technician_id === b.technician_id && b.planned_start < a.planned_end;
    }),
    slots: count('(select distinct technician_id, slot from reservations)'),
    numbers: (all('select number from jobs order by number') as { number: number }[]).map((row) => row.number),
    visits: count('visits'),
    assignments: planned.length,
    notices: count("outbox where kind = 'office.booked'"),
    integrity: db.pragma('integrity_check', { simple: true }),
    foreignKeys: db.pragma('foreign_key_check') as unknown[],
  };
  db.close();
  return result;
};

const expectSound = (file: string, booked: readonly string[]): void => {
  const found = inspect(file);
  expect(found.overlaps).toEqual([]);
  expect(found.numbers.map((n) => `J-${n}`).toSorted()).toEqual(booked.toSorted());
  expect(new Set(booked).size).toBe(booked.length);
  expect([found.visits, found.assignments, found.slots, found.notices]).toEqual(Array(4).fill(booked.length));
  expect(found.integrity).toBe('ok');
  expect(found.foreignKeys).toEqual([]);
};

it('200 calls that book at the same time never share a technician and a window', async () => {
  await using office = await openDemoOffice();
  const results = await Promise.all(Array.from({ length: 200 }, (_, n) => bookSome(office.shop, n)));
  const booked = results.filter((number) => number !== null);
  // Three of four technicians repair cooling: more callers than the two weeks hold.
  expect(booked.length).toBeGreaterThan(100);
  expect(booked.length).toBeLessThan(200);
  expectSound(office.file, booked);
});

it('200 calls that want the very same window fill it once a technician', async () => {
  await using office = await openDemoOffice();
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, async (_, n) =>
      book(office.shop, await openCall(office.shop, n), n, '2026-11-24T08:00/10:00', 'book'),
    ),
  );
  const booked = outcomes
    .filter((o) => o.ok && o.name === 'book_visit')
    .map((o) => (o.ok && o.name === 'book_visit' ? o.result.jobNumber : ''));
  expect(booked).toHaveLength(3);
  expect(outcomes.filter((o) => !o.ok).every((o) => !o.ok && o.error === 'window_taken')).toBe(true);
  expectSound(office.file, booked);
});

it('three processes that book at the same time never share a technician and a window', async () => {
  await using office = await openDemoOffice();
  const outputs = await Promise.all(
    [1, 101, 201].map((first) =>
      run(process.execPath, [join(import.meta.dirname, 'booking-process.ts'), office.folder, String(first), '60']),
    ),
  );
  const booked = outputs.flatMap(({ stdout }) => stdout.split('\n').filter((line) => line !== ''));
  expect(booked.length).toBeGreaterThan(100);
  expectSound(office.file, booked);
});

it('one intent key that comes 50 times at once books once', async () => {
  await using office = await openDemoOffice();
  const callId = await openCall(office.shop, 1);
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () => book(office.shop, callId, 1, '2026-11-24T08:00/10:00', 'book')),
  );
  expect(new Set(outcomes.map((o) => JSON.stringify(o))).size).toBe(1);
  expectSound(office.file, ['J-1001']);
});
