import { expect, test } from 'vitest';
import { runAttack } from './run.ts';

const RUNS = process.env['PILOT_LONG'] === '1' ? 2000 : 24;
const SEED = Number(process.env['PILOT_SEED'] ?? 1) % 1_000_000;

/** Seeds that once showed something untrue, or a call left alone. */
const KEPT = [7];

test(`${RUNS} calls of people who interrupt, contradict, lie, fish and break things: nothing untrue is said or written`, {
  timeout: RUNS * 15_000,
}, async () => {
  const seeds = [...KEPT, ...Array.from({ length: RUNS }, (_, run) => SEED + run * 10)];
  const wrong: string[] = [];
  for (const seed of seeds) {
    const { faults, transcript } = await runAttack(seed);
    if (faults.length > 0) wrong.push(`seed ${seed}: ${faults.join('; ')}\n${transcript.join('\n')}`);
  }
  expect(wrong.slice(0, 5), `${wrong.length} of ${seeds.length} runs, from seed ${SEED}`).toEqual([]);
});
