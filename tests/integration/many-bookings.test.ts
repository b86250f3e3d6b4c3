import { afterAll, expect, it } from 'vitest';
import { bookingClients } from './many/run.ts';
import { bookSeed } from './many/seed.ts';

const LONG = process.env['PILOT_LONG'] === '1';
const FIRST = Number(process.env['PILOT_SEED'] ?? 1) % 100_000;
const SEEDS = Array.from({ length: LONG ? 50 : 2 }, (_, i) => FIRST + i);
const CALLERS = LONG ? 200 : 60;

const clients = bookingClients(8);
afterAll(() => clients[Symbol.asyncDispose]());

it.each(SEEDS)(
  '8 processes that book, hold, move and cancel, two of them killed, promise nothing twice and refuse nobody for nothing: seed %i',
  async (seed) => {
    const { faults, ...found } = await bookSeed(clients, { seed, callers: CALLERS, kills: 2 });
    expect(faults, JSON.stringify(found)).toEqual([]);
    expect(found.visits).toBeGreaterThan(CALLERS / 5);
    expect(found.holds).toBeGreaterThan(0);
  },
);
