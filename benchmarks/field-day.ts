/**
 * Invented days of a shop, played by the optimiser and by a dispatcher who sends the nearest qualified technician: once with
 * the window each caller wishes, once with the windows each caller can take, of which one is promised.
 *   scripts/node benchmarks/field-day.ts [--days 30] [--first SEED] [--iterations N] [--overtime WEIGHT] [--takes SHARE]
 *     [--known illness|emergencies|calls|all] [--foresight ITERATIONS] [--json]
 * `--known`: the optimiser knows that beforehand. `--foresight`: a plan of all calls is made at once, too. Both show where
 * travel is lost.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { countTo, optimise } from '../appliance/schedule/plan/optimise.ts';
import { priceWindows } from '../appliance/schedule/plan/window-prices.ts';
import { nearestFirst } from './schedule/baseline.ts';
import { KNOWABLE, knowing, makeFieldDay } from './schedule/field-day.ts';
import { foresee } from './schedule/foresight.ts';
import { replayDay, type DayResult, type Dispatcher } from './schedule/replay.ts';

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '30' },
    first: { type: 'string', default: '1' },
    iterations: { type: 'string', default: '2000' },
    overtime: { type: 'string', default: '150' },
    takes: { type: 'string', default: '0.5' },
    known: { type: 'string' },
    foresight: { type: 'string', default: '0' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(
    'field-day [--days N] [--first SEED] [--iterations N] [--overtime WEIGHT] [--takes SHARE] [--known illness|emergencies|calls|all] [--foresight N] [--json]: goal 15 % less travel, no more lateness, no more broken promises',
  );
  process.exit(0);
}

/** Weighed against a window, seconds for each hour later: chosen on the days of seeds 101 to 130. */
const LATER = 60;
/** Search steps after each booking. */
const BOOKING = 40;
const iterations = Number(values.iterations);
const optimiser: Dispatcher = {
  promise: (problem, current, { job, takes }) =>
    priceWindows(problem, current, job, takes, LATER)[0]?.window ?? takes[0] ?? [0, 0],
  booked: (problem, current) => optimise(problem, 1, countTo(BOOKING), current ?? undefined),
  plan: (problem, current, morning) =>
    morning
      ? optimise(problem, 1, countTo(iterations * 5))
      : optimise(problem, 1, countTo(iterations), current ?? undefined),
};

const known = KNOWABLE.find((one) => one === values.known);
if (values.known !== undefined && known === undefined) throw new RangeError(`--known: one of ${KNOWABLE.join(', ')}`);
const foresight = Number(values.foresight);
const load = loadavg()[0]?.toFixed(1);
const days = Array.from({ length: Number(values.days) }, (_, i) => {
  const seed = Number(values.first) + i;
  const day = makeFieldDay(seed, Number(values.overtime), Number(values.takes));
  const seen = known === undefined ? day : knowing(day, known);
  return {
    seed,
    technicians: day.technicians.length,
    calls: day.calls.length,
    ours: replayDay(seen, optimiser, false),
    theirs: replayDay(day, nearestFirst, false),
    oursAsked: replayDay(seen, optimiser, true),
    theirsAsked: replayDay(day, nearestFirst, true),
    foreseen: foresight > 0 ? [foresee(day, false, foresight), foresee(day, true, foresight)] : [],
  };
});

const WHO = ['ours', 'theirs', 'oursAsked', 'theirsAsked'] as const;
type Who = (typeof WHO)[number];
const calls = days.reduce((sum, day) => sum + day.calls, 0);
const total = (of: (one: DayResult) => number, who: Who): number => days.reduce((sum, day) => sum + of(day[who]), 0);

/** Per cent: mean over the days with a 95 % interval (normal approximation). */
const meanOf = (shares: readonly number[]): string => {
  const mean = shares.reduce((sum, one) => sum + one, 0) / shares.length;
  const deviation = Math.sqrt(shares.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (shares.length - 1));
  const margin = (1.96 * deviation) / Math.sqrt(shares.length);
  return `${mean.toFixed(1)} % (95 % interval ${(mean - margin).toFixed(1)} to ${(mean + margin).toFixed(1)})`;
};
const saved = (of: (one: DayResult) => number, who: Who, beside: Who): string =>
  meanOf(days.map((day) => 100 * (1 - of(day[who]) / of(day[beside]))));

if (values.json) console.log(JSON.stringify({ load, days }));
else {
  const rows: readonly (readonly [string, (one: DayResult) => number])[] = [
    ['travel, hours', (one) => one.travel / 3600],
    ['visits made', (one) => one.visits],
    ['travel and overtime as weighed, hours', (one) => one.weighed / 3600],
    ['late, minutes', (one) => one.late / 60],
    ['broken promises', (one) => one.broken],
    ['of them in no route', (one) => one.unplaced],
    ['overtime, hours', (one) => one.overtime / 3600],
    ['changes of technician', (one) => one.disrupted],
    ['of them less than an hour before', (one) => one.surprised],
    ['promised the wished window, %', (one) => (100 * one.wished) / calls],
  ];
  const line = (name: string, of: (who: Who) => string): void =>
    console.log(`| ${name} | ${WHO.map((who) => of(who)).join(' | ')} |`);
  console.log(`${days.length} days, ${calls} calls, load ${load}`);
  console.log('| | optimiser, wished | nearest first, wished | optimiser, asked | nearest first, asked |');
  console.log('|---|---|---|---|---|');
  for (const [name, of] of rows) line(name, (who) => total(of, who).toFixed(1));
  // A call known beforehand has no time at which it came.
  line('emergency, minutes from call to work', (who) => {
    if (known !== undefined && who.startsWith('ours')) return '-';
    const all = days.flatMap((day) => day[who].responses).toSorted((a, b) => a - b);
    const at = (share: number): string => ((all[Math.floor(share * all.length)] ?? 0) / 60).toFixed(0);
    return `p50 ${at(0.5)}, p95 ${at(0.95)}`;
  });
  line('slowest decision, ms', (who) => Math.max(...days.map((day) => day[who].slowest)).toFixed(0));
  const travel = (one: DayResult): number => one.travel;
  // Who leaves a visit out drives less: so by the visits made as well.
  const each = (one: DayResult): number => one.travel / one.visits;
  const weighed = (one: DayResult): number => one.weighed;
  console.log(`travel saved, wished windows: ${saved(travel, 'ours', 'theirs')}`);
  console.log(`travel saved, asked beside nearest first as wished: ${saved(travel, 'oursAsked', 'theirs')}`);
  console.log(`travel saved, both asked: ${saved(travel, 'oursAsked', 'theirsAsked')}`);
  console.log(`travel for each visit made saved, wished windows: ${saved(each, 'ours', 'theirs')}`);
  console.log(
    `travel for each visit made saved, asked beside nearest first as wished: ${saved(each, 'oursAsked', 'theirs')}`,
  );
  console.log(`travel for each visit made saved, both asked: ${saved(each, 'oursAsked', 'theirsAsked')}`);
  console.log(`travel and overtime saved, wished windows: ${saved(weighed, 'ours', 'theirs')}`);
  console.log(`travel and overtime saved, both asked: ${saved(weighed, 'oursAsked', 'theirsAsked')}`);
  for (const [i, beside] of (['theirs', 'theirsAsked'] as const).entries()) {
    if (foresight === 0) break;
    const shares = days.map((day) => 100 * (1 - (day.foreseen[i] ?? 0) / day[beside].travel));
    console.log(
      `travel saved by one plan of all calls, ${i === 0 ? 'wished windows' : 'both asked'}: ${meanOf(shares)}`,
    );
  }
}
