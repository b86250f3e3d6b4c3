import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openDemoOffice } from './demo-office.ts';
import { businessTime } from './many/business-time.ts';
import { bookingClients, bookMany, makeNarrow } from './many/run.ts';

const LONG = process.env['PILOT_LONG'] === '1';
const FIRST = Number(process.env['PILOT_SEED'] ?? 1) % 100_000;
const SEEDS = Array.from({ length: LONG ? 50 : 2 }, (_, i) => FIRST + i);
const CALLERS = LONG ? 200 : 60;

const clients = bookingClients(8);
afterAll(() => clients[Symbol.asyncDispose]());

it.each(SEEDS)(
  '8 processes that book, hold, move and cancel, two of them killed, promise nothing twice and refuse nobody for nothing: seed %i',
  async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'many-'));
    const now = businessTime(folder);
    const office = await openDemoOffice({ now, monotonic: now, move: () => undefined }, folder);
    await makeNarrow(office.shop);
    await office[Symbol.asyncDispose]();
    const { faults, ...found } = await bookMany(folder, clients, { seed, callers: CALLERS, kills: 2 });
    rmSync(folder, { recursive: true });
    expect(faults, JSON.stringify(found)).toEqual([]);
    expect(found.visits).toBeGreaterThan(CALLERS / 5);
    expect(found.holds).toBeGreaterThan(0);
  },
);
