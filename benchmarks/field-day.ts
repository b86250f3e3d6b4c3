/**
 * Invented days of a shop played twice: by the optimiser and by a dispatcher who sends the nearest qualified technician.
 *   scripts/node benchmarks/field-day.ts [--days 30] [--iterations N] [--overtime WEIGHT] [--json]
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { countTo, optimise } from '../appliance/schedule/plan/optimise.ts';
import { nearestFirst } from './schedule/baseline.ts';
import { makeFieldDay } from './schedule/field-day.ts';
import { replayDay, type DayResult, type Planner } from './schedule/replay.ts';

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '30' },
    iterations: { type: 'string', default: '2000' },
    overtime: { type: 'string', default: '600' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(
    'field-day [--days N] [--iterations N] [--overtime WEIGHT] [--json]: goal 15 % less travel, no more lateness, no more broken promises',
  );
  process.exit(0);
}

const iterations = Number(values.iterations);
const optimiser: Planner = (problem, current) =>
  current === null ? optimise(problem, 1, countTo(iterations * 5)) : optimise(problem, 1, countTo(iterations), current);

const load = loadavg()[0]?.toFixed(1);
const days = Array.from({ length: Number(values.days) }, (_, i) => {
  const day = makeFieldDay(i + 1, Number(values.overtime));
  return {
    seed: i + 1,
    technicians: day.technicians.length,
    calls: day.calls.length,
    ours: replayDay(day, optimiser),
    theirs: replayDay(day, nearestFirst),
  };
});

const total = (of: (one: DayResult) => number, who: 'ours' | 'theirs'): number =>
  days.reduce((sum, day) => sum + of(day[who]), 0);
const savings = days.map(({ ours, theirs }) => 100 * (1 - ours.travel / theirs.travel));
const mean = savings.reduce((sum, one) => sum + one, 0) / savings.length;
const deviation = Math.sqrt(savings.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (savings.length - 1));
/** Normal approximation, 95 %. */
const margin = (1.96 * deviation) / Math.sqrt(savings.length);

if (values.json) console.log(JSON.stringify({ load, days }));
else {
  const rows: readonly (readonly [string, (one: DayResult) => number])[] = [
    ['travel, hours', (one) => one.travel / 3600],
    ['late, minutes', (one) => one.late / 60],
    ['broken promises', (one) => one.broken],
    ['of them in no route', (one) => one.unplaced],
    ['overtime, hours', (one) => one.overtime / 3600],
    ['changes of technician', (one) => one.disrupted],
  ];
  console.log(`${days.length} days, ${days.reduce((sum, day) => sum + day.calls, 0)} calls, load ${load}`);
  console.log('| | optimiser | nearest first |\n|---|---|---|');
  for (const [name, of] of rows)
    console.log(`| ${name} | ${total(of, 'ours').toFixed(1)} | ${total(of, 'theirs').toFixed(1)} |`);
  const response = (who: 'ours' | 'theirs'): string => {
    const all = days.flatMap((day) => day[who].responses).toSorted((a, b) => a - b);
    const at = (share: number): string => ((all[Math.floor(share * all.length)] ?? 0) / 60).toFixed(0);
    return `p50 ${at(0.5)}, p95 ${at(0.95)}`;
  };
  console.log(`| emergency, minutes from call to work | ${response('ours')} | ${response('theirs')} |`);
  const slowest = (who: 'ours' | 'theirs'): string => Math.max(...days.map((day) => day[who].slowest)).toFixed(0);
  console.log(`| slowest decision, ms | ${slowest('ours')} | ${slowest('theirs')} |`);
  console.log(
    `travel saved: ${mean.toFixed(1)} % (95 % interval ${(mean - margin).toFixed(1)} to ${(mean + margin).toFixed(1)})`,
  );
}
