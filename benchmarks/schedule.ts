/**
 * The optimiser on the classic instances of the vehicle routing problem with time windows, on one core.
 *   scripts/node benchmarks/schedule.ts [--data FOLDER] [--limit SECONDS | --iterations N] [--class C1,R2] [--seed N] [--json]
 *   scripts/node benchmarks/schedule.ts --data FOLDER --homberger --limit 30
 * FOLDER holds solomon/*.txt, homberger_200/*.txt and best-known.csv; SCHEDULE_DATA names it as well. Without it seeded
 * instances of the same kinds are made, which have no best known values. With VROOM_BIN set that program plans each instance
 * as well, for the same time on one thread.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runVroom } from '../appliance/integrations/vroom/run.ts';
import { readProblem } from '../appliance/schedule/plan/faults.ts';
import { countTo, optimise, runFor } from '../appliance/schedule/plan/optimise.ts';
import type { PlanProblem } from '../appliance/schedule/plan/problem.ts';
import type { PlanSolution } from '../appliance/schedule/plan/solution.ts';
import { fromVroom } from '../appliance/schedule/vroom/answer.ts';
import { toVroom } from '../appliance/schedule/vroom/input.ts';
import { checkPlan } from '../tests/fixtures/schedule/check-plan.ts';
import { makeInstance, parseInstance, toProblem, type Instance } from './schedule/instance.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env['SCHEDULE_DATA'] ?? '' },
    limit: { type: 'string', default: '1' },
    iterations: { type: 'string' },
    class: { type: 'string', default: 'C1,C2,R1,R2,RC1,RC2' },
    seed: { type: 'string', default: '1' },
    homberger: { type: 'boolean' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(
    'schedule [--data FOLDER] [--limit S | --iterations N] [--class C1,R2] [--homberger] [--seed N] [--json]',
  );
  console.log('goal: mean gap to best known at most 5 % in 1 s and 2 % in 10 s, nothing infeasible');
  process.exit(0);
}

interface Known {
  readonly cost: number;
  readonly vehicles: number;
}

/** Distance-optimal values (DIMACS), or for Gehring and Homberger vehicles first, then distance (SINTEF). */
const readKnown = (): Map<string, Known> => {
  const [head = '', ...rows] = readFileSync(join(values.data, 'best-known.csv'), 'utf8').trim().split('\n');
  const columns = head.split(',');
  const [cost, vehicles] = values.homberger
    ? ['sintef_distance', 'sintef_vehicles']
    : ['distopt_cost_1dp_truncated', 'distopt_vehicles'];
  return new Map(
    rows.map((row) => {
      const cells = row.split(',');
      const cell = (name: string): number => Number(cells[columns.indexOf(name)]);
      return [(cells[1] ?? '').toUpperCase(), { cost: cell(cost), vehicles: cell(vehicles) }];
    }),
  );
};

const classOf = (name: string): string => /^(?:C|RC|R)[12]/u.exec(name.toUpperCase())?.[0] ?? '';
const classes = new Set(values.class.split(','));
const instances = (): Instance[] => {
  if (values.data === '') return [...classes].flatMap((kind) => [1, 2, 3].map((seed) => makeInstance(kind, seed)));
  const folder = join(values.data, values.homberger ? 'homberger_200' : 'solomon');
  const files = readdirSync(folder).filter((file) => values.homberger || classes.has(classOf(file)));
  return files.toSorted().map((file) => parseInstance(readFileSync(join(folder, file), 'utf8')));
};

const known = values.data === '' ? new Map<string, Known>() : readKnown();
const seed = Number(values.seed);
const load = loadavg()[0]?.toFixed(1) ?? '';

interface Run {
  readonly engine: 'own' | 'vroom';
  readonly plan: (problem: PlanProblem) => PlanSolution | Promise<PlanSolution>;
}
const own = (problem: PlanProblem): PlanSolution =>
  optimise(
    problem,
    seed,
    values.iterations === undefined
      ? runFor(Number(values.limit) * 1000, () => performance.now())
      : countTo(Number(values.iterations)),
  );
const binary = process.env['VROOM_BIN'];
const byVroom = async (problem: PlanProblem): Promise<PlanSolution> =>
  fromVroom(
    problem,
    await runVroom(toVroom(problem), {
      binary: binary ?? '',
      limitMs: Number(values.limit) * 1000,
      threads: 1,
      graceMs: 60_000,
    }),
  );
const runs: readonly Run[] = [
  { engine: 'own', plan: own },
  ...(binary === undefined ? [] : [{ engine: 'vroom', plan: byVroom } as const]),
];

const measure = async (instance: Instance, { engine, plan }: Run) => {
  const problem = readProblem(toProblem(instance, values.homberger ? 'exact' : 'dimacs'));
  const cpu = process.cpuUsage();
  const began = performance.now();
  const solution = await plan(problem);
  const wallMs = Math.round(performance.now() - began);
  const used = process.cpuUsage(cpu);
  const cost = solution.summary.cost / (values.homberger ? 1e5 : 10);
  const best = known.get(instance.name.toUpperCase().trim());
  const faults = checkPlan(problem, solution);
  for (const fault of faults) console.error(`${instance.name.trim()}, ${engine}: ${fault}`);
  return {
    engine,
    instance: instance.name.trim(),
    class: classOf(instance.name),
    cost: Math.round(cost * 100) / 100,
    routes: solution.summary.routes,
    best: best?.cost ?? null,
    bestRoutes: best?.vehicles ?? null,
    gap: best && !values.homberger ? 100 * (cost / best.cost - 1) : null,
    feasible: faults.length === 0 && solution.unassigned.length === 0,
    iterations: solution.search.iterations,
    wallMs,
    /** Of this process: VROOM computes in its own. */
    cpuMs: Math.round((used.user + used.system) / 1000),
  };
};
type Result = Awaited<ReturnType<typeof measure>>;

const results: Result[] = [];
for (const instance of instances())
  for (const run of runs) {
    const one = await measure(instance, run);
    results.push(one);
    if (!values.json)
      console.error(`${one.instance} ${one.engine} ${one.cost} (${one.best ?? '-'}) ${one.iterations} iterations`);
  }

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
const row = (engine: Run['engine'], name: string, of: readonly Result[]): string => {
  const gaps = of.flatMap(({ gap }) => gap ?? []);
  const percent = (value: number): string => (gaps.length > 0 ? `${value.toFixed(2)} %` : '-');
  const hits = gaps.filter((gap) => gap < 0.005).length;
  const cells = [
    engine,
    name,
    of.length,
    percent(mean(gaps)),
    percent(median(gaps)),
    percent(Math.max(...gaps)),
    hits,
    of.filter(({ feasible }) => !feasible).length,
    Math.round(mean(of.map(({ iterations }) => iterations))),
    Math.round(mean(of.map(({ cpuMs }) => cpuMs))),
    Math.round(mean(of.map(({ wallMs }) => wallMs))),
  ];
  return `| ${cells.join(' | ')} |`;
};

if (values.json) console.log(JSON.stringify({ load, results }));
else if (values.homberger) {
  console.log(
    `load ${load}\n| engine | instance | distance | routes | published (vehicles first) | its vehicles | feasible | iterations |`,
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const one of results)
    console.log(
      `| ${one.engine} | ${one.instance} | ${one.cost} | ${one.routes} | ${one.best} | ${one.bestRoutes} | ${one.feasible} | ${one.iterations} |`,
    );
} else {
  console.log(
    `load ${load}\n| engine | class | instances | mean gap | median | worst | optimal | infeasible | iterations | CPU ms | wall ms |`,
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|---|');
  for (const { engine } of runs) {
    const mine = results.filter((result) => result.engine === engine);
    for (const kind of classes) {
      const of = mine.filter((result) => result.class === kind);
      if (of.length > 0) console.log(row(engine, kind, of));
    }
    console.log(row(engine, 'all', mine));
  }
}
process.exitCode = results.every(({ feasible }) => feasible) ? 0 : 1;
