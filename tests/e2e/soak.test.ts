import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Box } from './box.ts';
import { runSipp } from './sipp/run.ts';

const LONG = process.env['PILOT_LONG'] === '1';
const ROUNDS = LONG ? 10 : 2;
const CALLS = LONG ? 200 : 15;
const RATE = 5;
/** What the voice process may grow by once it is warm, MB. */
const MAX_GROWTH_MB = 24;

/** Open descriptors and resident memory of a process, from /proc. */
const sizeOf = (pid: number): { descriptors: number; residentMb: number } => ({
  descriptors: readdirSync(`/proc/${pid}/fd`).length,
  residentMb: Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
});

test(`a whole box: ${ROUNDS * CALLS} short calls leave no descriptor open in voice, and its memory flat`, async () => {
  await using box = await Box.start();
  const target = box.sip.replace(/^sip:[^@]*@/, '');
  const { voice } = box.ready.pids;
  const before = sizeOf(voice);
  const sizes: ReturnType<typeof sizeOf>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    expect(await runSipp('-uac', target, { calls: CALLS, rate: RATE })).toEqual({ code: 0, errors: '' });
    // The line is quiet once the last BYE was answered; recordings and ports are closed right after it.
    await expect.poll(() => sizeOf(voice).descriptors, { timeout: 10_000 }).toBeLessThanOrEqual(before.descriptors);
    sizes.push(sizeOf(voice));
    console.log(`after ${(round + 1) * CALLS} calls: ${JSON.stringify(sizes.at(-1))}`);
  }
  expect((sizes.at(-1)?.residentMb ?? 0) - (sizes[0]?.residentMb ?? 0)).toBeLessThan(MAX_GROWTH_MB);
}, 900_000);
