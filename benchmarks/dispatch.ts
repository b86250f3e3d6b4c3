/**
 * How long the dispatcher's questions take: which windows can be kept (30 technicians, 14 days), and a new plan with the
 * impact of each option when an emergency comes in (30 technicians, 200 visits).
 *   scripts/node benchmarks/dispatch.ts [--rounds N] [--json]
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { replan } from '../appliance/schedule/dispatch/replan.ts';
import { countTo, optimise } from '../appliance/schedule/plan/optimise.ts';
import type { PlanJob, PlanProblem } from '../appliance/schedule/plan/problem.ts';
import { Random } from '../appliance/schedule/plan/random.ts';
import type { Drive, TechnicianDay } from '../appliance/schedule/promise/technician-day.ts';
import { rankWindows, type CandidateWindow } from '../appliance/schedule/promise/windows.ts';
import { estimateDrive } from '../appliance/schedule/travel/estimate.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '60' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) {
  console.log('dispatch [--rounds N] [--json]: goals p95 under 50 ms for windows, under 1000 ms for an emergency');
  process.exit(0);
}

const HOUR = 3600;
const rounds = Number(values.rounds);
const random = new Random(1);
const point = (): [number, number] => [-83.2 + 0.4 * random.unit(), 39.8 + 0.3 * random.unit()];
const crew = Array.from({ length: 30 }, (_, i) => ({
  id: `t${i + 1}`,
  home: point(),
  skills: i % 3 === 0 ? ['gas', 'hvac'] : ['hvac'],
}));
const load = loadavg()[0]?.toFixed(1);

const timed = (work: (round: number) => void): readonly number[] => {
  for (let i = 0; i < 5; i++) work(i);
  return Array.from({ length: rounds }, (_, i) => {
    const began = performance.now();
    work(i);
    return performance.now() - began;
  }).toSorted((a, b) => a - b);
};

const dates = Array.from({ length: 14 }, (_, i) => i);
const days = new Map(
  dates.map((date) => [
    String(date),
    crew.map(({ id, home, skills }): TechnicianDay => {
      const stops = [8, 10, 12, 14].slice(0, 2 + random.below(3));
      const opens = date * 24 * HOUR;
      return {
        technician: id,
        skills,
        stock: {},
        home,
        duties: [{ kind: 'open', from: opens + 8 * HOUR, to: opens + 17 * HOUR }],
        limit: opens + 32 * HOUR,
        stops: stops.map((from) => ({
          id: `${date}-${id}-${from}`,
          location: point(),
          window: [opens + from * HOUR, opens + (from + 2) * HOUR],
          work: HOUR,
        })),
      };
    }),
  ]),
);
const windows = dates.flatMap((date) =>
  [8, 10, 13, 15].map((hour): CandidateWindow => {
    const from = (date * 24 + hour) * HOUR;
    return { id: `${date}-${hour}`, date: String(date), from, to: from + 2 * HOUR, duty: 'open', kind: 'bookable' };
  }),
);
const drive: Drive = (from, to) => (from === null || to === null ? 1500 : estimateDrive(from, to).seconds);
const rules = {
  reserve: 0.15,
  maxDrive: 2 * HOUR,
  waiting: 600,
  preference: 900,
  overtime: HOUR,
  emergencyOvertime: HOUR,
};
const asked = timed(() => {
  const request = {
    now: 0,
    location: point(),
    skills: ['hvac'],
    parts: {},
    work: { '': HOUR },
    crew: 1,
    emergency: false,
    preferred: [],
    lead: HOUR,
  };
  rankWindows(windows, days, request, rules, drive);
});

const visit = (id: number, from: number, skills: string[]): PlanJob => ({
  id,
  location: point(),
  service: 2700,
  skills,
  time_windows: [[from * HOUR, (from + 2) * HOUR]],
  lateness: { per_hour: 36_000, max: 5 * HOUR },
});
const problem: PlanProblem = {
  vehicles: crew.map(({ id, home, skills }) => ({
    id,
    start: home,
    end: home,
    skills,
    time_window: [7 * HOUR, 19 * HOUR],
  })),
  jobs: Array.from({ length: 200 }, (_, i) => visit(i + 1, [8, 10, 12, 14, 16][i % 5] ?? 8, ['hvac'])),
  weights: { disruption: { vehicle: 300, per_hour: 300, tolerance: 1800 } },
};
const plan = optimise(problem, 1, countTo(5000));
const settings = { seed: 1, iterations: 300, candidates: 3 };
const replanned = timed((round) => {
  const now = (8 + (round % 6)) * HOUR;
  replan(problem, plan, { kind: 'emergency', job: visit(999, now / HOUR, ['gas']) }, { ...settings, now });
});

const at = (sorted: readonly number[], share: number): string =>
  (sorted[Math.floor(share * sorted.length)] ?? 0).toFixed(1);
const rows = { windows: asked, emergency: replanned };
if (values.json) console.log(JSON.stringify({ load, rounds, ...rows }));
else
  for (const [name, sorted] of Object.entries(rows))
    console.log(
      `${name}: p50 ${at(sorted, 0.5)} ms, p95 ${at(sorted, 0.95)} ms, max ${at(sorted, 0.999)} ms (${rounds} rounds, load ${load})`,
    );
