import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openRows } from '#fixtures/database/which.ts';
import { book, bookSome, openCall, openDemoOffice, type DemoOffice } from './demo-office.ts';

const run = promisify(execFile);

interface Planned {
  readonly technician_id: string;
  readonly planned_start: number;
  readonly planned_end: number;
}

/** What is in the database, read past the store. */
const inspect = async (folder: string) => {
  await using db = await openRows(folder);
  const count = async (table: string): Promise<number> =>
    (await db.all<{ n: number }>(`select count(*) as n from ${table}`))[0]?.n ?? 0;
  const planned = await db.all<Planned>(
    'select technician_id, planned_start, planned_end from assignments order by technician_id, planned_start',
  );
  return {
    overlaps: planned.filter((a, i) => {
      const b = planned[i + 1];
      return b !== undefined && a.technician_id === b.technician_id && b.planned_start < a.planned_end;
    }),
    slots: await count('(select distinct technician_id, slot from reservations) as held'),
    numbers: (await db.all<{ number: number }>('select number from jobs order by number')).map((row) => row.number),
    visits: await count('visits'),
    assignments: planned.length,
    notices: await count("outbox where kind = 'office.booked'"),
    faults: await db.faults(),
  };
};

const expectSound = async ({ folder }: DemoOffice, booked: readonly string[]): Promise<void> => {
  const found = await inspect(folder);
  expect(found.overlaps).toEqual([]);
  expect(found.numbers.map((n) => `J-${n}`).toSorted()).toEqual(booked.toSorted());
  expect(new Set(booked).size).toBe(booked.length);
  expect([found.visits, found.assignments, found.slots, found.notices]).toEqual(Array(4).fill(booked.length));
  expect(found.faults).toEqual([]);
};

it('200 calls that book at the same time never share a technician and a window', async () => {
  await using office = await openDemoOffice();
  const results = await Promise.all(Array.from({ length: 200 }, (_, n) => bookSome(office.shop, n)));
  const booked = results.filter((number) => number !== null);
  // Three of four technicians repair cooling: more callers than the two weeks hold.
  expect(booked.length).toBeGreaterThan(100);
  expect(booked.length).toBeLessThan(200);
  await expectSound(office, booked);
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
  await expectSound(office, booked);
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
  await expectSound(office, booked);
});

it('one intent key that comes 50 times at once books once', async () => {
  await using office = await openDemoOffice();
  const callId = await openCall(office.shop, 1);
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () => book(office.shop, callId, 1, '2026-11-24T08:00/10:00', 'book')),
  );
  expect(new Set(outcomes.map((o) => JSON.stringify(o))).size).toBe(1);
  await expectSound(office, ['J-1001']);
});
