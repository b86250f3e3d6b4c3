import { afterAll, expect, it } from 'vitest';
import { callSeed } from './many/seed.ts';
import { callingClients } from './many/through-core.ts';

const LONG = process.env['PILOT_LONG'] === '1';
const FIRST = Number(process.env['PILOT_SEED'] ?? 1) % 100_000;
const SEEDS = Array.from({ length: LONG ? 10 : 1 }, (_, i) => FIRST + i);
const CALLERS = LONG ? 200 : 24;

const clients = callingClients(8);
afterAll(() => clients[Symbol.asyncDispose]());

it.each(SEEDS)(
  'callers of 8 processes book, hold, move and cancel with one core that is killed, and so are two of them; what they heard stands, and nobody is refused for nothing: seed %i',
  async (seed) => {
    const run = { seed, callers: CALLERS, clientKills: 2, coreKills: LONG ? 4 : 1 };
    const { faults, ...found } = await callSeed(clients, run, LONG ? 3 : 1);
    expect(faults, JSON.stringify(found)).toEqual([]);
    expect(found.deaths).toBeGreaterThan(0);
    expect(found.told).toBeGreaterThan(CALLERS / 4);
    expect(found.holds).toBeGreaterThan(0);
  },
);
