import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRows } from '#fixtures/database/which.ts';
import { bookSome, openDemoOffice } from './demo-office.ts';

const child = join(import.meta.dirname, 'booking-process.ts');

/** Starts a booking process, kills it once it has told of `after` bookings. @returns the numbers it told of */
const bookAndKill = async (folder: string, after: number, env: Record<string, string> = {}): Promise<string[]> => {
  const running = spawn(process.execPath, [child, folder, '1', '60'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let told = '';
  running.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString();
    if (told.split('\n').length - 1 >= after) running.kill('SIGKILL');
  });
  const [, signal] = (await once(running, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return told.split('\n').filter((line) => line !== '');
};

/** Rows that stand alone although they belong together. */
const halves = async (folder: string): Promise<number> => {
  await using db = await openRows(folder);
  const [row] = await db.all<{ n: number }>(
    `select count(*) as n from jobs j where
       (select count(*) from visits v where v.job_id = j.id) <> 1
       or (select count(*) from assignments a join visits v on v.id = a.visit_id where v.job_id = j.id) <> 1
       or (select count(*) from reservations r join visits v on v.id = r.visit_id where v.job_id = j.id) <> 1
       or (select count(*) from outbox o where o.idempotency_key = 'office.booked/' || j.id) <> 1
       or (select count(*) from events e where e.subject_id = j.id) <> 1
       or (select count(*) from tool_journal t where t.call_id = j.call_id and t.name = 'book_visit' and t.ok = 1) <> 1`,
  );
  expect(await db.faults()).toEqual([]);
  return row?.n ?? 0;
};

it.each([1, 4, 9])('a kill after %i bookings loses none that was told, and leaves none half', async (after) => {
  await using office = await openDemoOffice();
  const told = await bookAndKill(office.folder, after);
  const stored = (await office.shop.jobs.list({ limit: 100 })).items.map((job) => job.number);
  expect(told.length).toBeGreaterThanOrEqual(after);
  for (const number of told) expect(stored).toContain(number);
  // The one whose commit came just before the kill may not have been told.
  expect(stored.length - told.length).toBeLessThanOrEqual(1);
  expect(await halves(office.folder)).toBe(0);
  expect(await bookSome(office.shop, 500)).toBe(`J-${1001 + stored.length}`);
});

it('a kill in the middle of a booking leaves nothing of it', async () => {
  await using office = await openDemoOffice();
  const told = await bookAndKill(office.folder, 100, { PILOT_FAULT: 'booking#4' });
  expect(told).toEqual(['J-1001', 'J-1002', 'J-1003']);
  expect((await office.shop.jobs.list({ limit: 100 })).items).toHaveLength(3);
  expect(await office.shop.customerNames()).toHaveLength(3);
  expect(await halves(office.folder)).toBe(0);
  expect(await bookSome(office.shop, 500)).toBe('J-1004');
});
