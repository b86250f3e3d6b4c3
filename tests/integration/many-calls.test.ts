import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CoreProcess } from '#fakes/core-process.ts';
import { handClock, openDemoOffice } from './demo-office.ts';
import { checkBookings } from './many/checker.ts';
import { keepHistory } from './many/history.ts';
import { makeNarrow } from './many/run.ts';
import { callMany, checkCalls } from './many/through-core.ts';

const LONG = process.env['PILOT_LONG'] === '1';
const FIRST = Number(process.env['PILOT_SEED'] ?? 1) % 100_000;
const SEEDS = Array.from({ length: LONG ? 10 : 1 }, (_, i) => FIRST + i);
const CALLERS = LONG ? 64 : 24;

it.each(SEEDS)(
  'callers of 8 processes talk to one core that is killed, and so are two of them; who heard that they are booked is, once: seed %i',
  async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'many-'));
    const office = await openDemoOffice(handClock(), folder);
    await makeNarrow(office.shop);
    await office[Symbol.asyncDispose]();
    await keepHistory(folder);
    const core = new CoreProcess(folder, '2026-11-23T06:30:00-05:00');
    await core.start();
    const called = await callMany(core, {
      seed,
      processes: 8,
      callers: CALLERS,
      clientKills: 2,
      coreKills: LONG ? 4 : 1,
    });
    await core.stop();
    const { faults, ...found } = await checkBookings(folder, null);
    const told = await checkCalls(folder, called);
    rmSync(folder, { recursive: true });
    expect([...called.faults, ...faults, ...told.faults], JSON.stringify({ ...found, log: core.log })).toEqual([]);
    expect(core.deaths.filter((signal) => signal === 'SIGKILL').length).toBeGreaterThan(0);
    expect(called.told.length).toBeGreaterThan(CALLERS / 3);
    expect(found.visits).toBe(told.jobs);
  },
);
