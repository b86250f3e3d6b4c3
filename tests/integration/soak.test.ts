import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const CALLS = process.env['PILOT_LONG'] === '1' ? 2000 : 200;
/** What the traces of 200 calls may take beside the rest, MB. */
const MAX_GROWTH_MB = 4;
/** Resident memory after the first stage: what the system's allocator does not give back. */
const MAX_RESIDENT_GROWTH_MB = 24;
/** A heap that may not lie fallow: otherwise its laziness hides what is kept. */
const FLAGS = ['--expose-gc', '--max-semi-space-size=1', '--max-old-space-size=48'];

interface Stage {
  readonly done: number;
  readonly heapMb: number;
  readonly rssMb: number;
  readonly kept: readonly { readonly calls: number; readonly transactions: number }[];
  readonly legs: readonly number[];
  readonly resources: Readonly<Record<string, number>>;
}

test(`${CALLS} short calls leave no dialog, transaction, leg, socket, timer or port behind, and memory flat`, async () => {
  const soak = [join(import.meta.dirname, 'soak-process.ts'), String(CALLS)];
  const { stdout } = await promisify(execFile)(process.execPath, [...FLAGS, ...soak]);
  const lines = stdout.trim().split('\n');
  const stages = lines.slice(0, -1).map((line) => JSON.parse(line) as Stage);
  for (const { done, heapMb, rssMb } of stages)
    console.log(`after ${done} calls: heap ${heapMb} MB, resident ${rssMb} MB`);
  const [first, second, last] = [stages[0], stages[1], stages.at(-1)];
  expect(last?.done).toBe(CALLS);
  for (const { kept, legs, resources } of stages) {
    expect(kept).toEqual(Array.from({ length: 2 }, () => ({ calls: 0, transactions: 0 })));
    expect(legs).toEqual([0, 0]);
    expect(resources).toEqual(first?.resources);
  }
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ closed: {} });
  expect((last?.heapMb ?? 0) - (first?.heapMb ?? 0)).toBeLessThan(MAX_GROWTH_MB);
  expect((last?.rssMb ?? 0) - (second?.rssMb ?? 0)).toBeLessThan(MAX_RESIDENT_GROWTH_MB);
}, 600_000);
