import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runDrill } from './drill.ts';
import { loadScenarios } from './scenario/read.ts';
import type { Scenario } from './scenario/schema.ts';

const folder = join(import.meta.dirname, '../../tests/drills');
const scenario = (path: string): Scenario => {
  const [one] = loadScenarios(join(folder, path));
  if (!one) throw new Error(`there is no ${path}`);
  return one;
};
const TONIGHT = scenario('hvac/no-cooling-tonight.yaml');
/** How long an answer takes is no matter here. */
const run = (of: Scenario, seed = 1) => runDrill(of, { seed, stopwatch: () => 0 });
const kinds = ({ faults }: Awaited<ReturnType<typeof run>>): string[] => faults.map(({ kind }) => kind);

test('a booking ends exactly right, and the same seed plays the same call', async () => {
  const [first, again] = [await run(TONIGHT, 3), await run(TONIGHT, 3)];
  expect(first.faults).toEqual([]);
  expect(first.outcome).toBe('booked');
  expect(again.exchanges).toEqual(first.exchanges);
});

test('what is not as wanted is found in the records', async () => {
  const { expect: wanted } = TONIGHT;
  const booked = wanted.booked.map((one) => ({ ...one, service: 'boiler', fee: 200 }));
  const other = await run({ ...TONIGHT, expect: { ...wanted, booked } });
  expect(other.faults).toMatchObject([
    { kind: 'false_booking', what: expect.stringContaining('service_type "boiler"') },
  ]);
  expect(other.faults[0]?.what).toContain('24750');
  const none = await run({ ...TONIGHT, expect: { ...wanted, outcome: 'message', booked: [] } });
  expect(kinds(none)).toEqual(expect.arrayContaining(['outcome', 'false_booking', 'row_unexpected']));
});

test('a line that breaks and a core that dies in mid-call leave no second booking', async () => {
  const restarted = await run({ ...TONIGHT, quirks: ['restart'] });
  expect(restarted).toMatchObject({ faults: [], quirks: ['restart'] });
  const lost = await run({ ...TONIGHT, reactions: { ask_access: { end: 'lost' } } });
  expect(lost.outcome).toBe('cut_off');
  expect(kinds(lost)).not.toContain('false_booking');
});

test('a danger in the first words is answered before they end', async () => {
  const report = await run(scenario('danger/gas-smell.yaml'));
  expect(report.faults).toEqual([]);
});
