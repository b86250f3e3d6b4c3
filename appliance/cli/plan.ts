import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { PilotError, messageOf } from '#shared/errors.ts';
import { planInThread } from '#jobs/optimiser/optimiser.ts';
import { judgePlan } from '#schedule/check/judge.ts';
import { drawPlan } from '#schedule/picture/picture.ts';
import { readProblem } from '#schedule/plan/faults.ts';
import { PlanProblem } from '#schedule/plan/problem.ts';
import type { PlanSolution } from '#schedule/plan/solution.ts';
import { expandWeek, type ExpandedWeek } from '#schedule/recurring/expand.ts';
import { WeekProblem } from '#schedule/recurring/week.ts';
import { EXIT, printHelp, readArguments } from './arguments.ts';
import { planByVroom } from './plan-by-vroom.ts';
import { byRoad, byTrips } from './plan-travel.ts';
import { usage } from './plan-usage.ts';

const HELP = `usage: pilot plan [--limit SECONDS | --iterations N] [--seed N] [--svg FILE] [--osrm URL | --trips FILE]
                  [--engine own|vroom] [--json] < problem.json > solution.json
       pilot plan --week [as above] < week.json > solution.json
       pilot plan --check [--json] < problem.json > judgement.json

Plans the visits of a day or a week. Reads a problem and writes a solution, both JSON in the shape of VROOM's API with
extensions; nothing but the solution goes to stdout, the number of iterations to stderr. Ctrl-C ends the search: the
best plan so far is written.

  --limit SECONDS  how long to search (default 5)
  --iterations N   search exactly so long: with the same seed the same plan on every machine
  --seed N         (default 1)
  --svg FILE       draw the routes and a Gantt of the plan
  --osrm URL       travel by road from an OSRM server, for problems with coordinates and no matrices
  --trips FILE     travel as estimated, corrected by drives that were made: [{from [lon, lat], to, hour, seconds}]
  --engine NAME    own (default), or vroom: a VROOM program plans (VROOM_BIN, else vroom in PATH); what it has no words for
                   is refused by place, its order is timed and checked here; --iterations, --seed and steps mean nothing to it
  --json           the solution on one line
  --week           some days told in local wall time: see below
  --check          judge the vehicles' steps as they stand: times, and what they break by cause; nothing is moved
  --schema         print the JSON Schema of a problem (with --week, of a week), and end

A problem: {jobs, vehicles, matrices?, weights?}. Times in seconds, distances in metres, costs in a unit of your own.

  jobs[]      id, location [lon, lat] or location_index, setup, service, setup_per_type, service_per_type, delivery,
              pickup, skills, priority 0-100, time_windows [[from, to]] of the start of work
    beside VROOM's: lateness {per_hour, max}, urgency {per_hour}, parts {name: count}, preferred {vehicles, cost},
              excluded_vehicles, pin {vehicle, start?, started?}, published {vehicle, start}, crew [{skills}], after [ids], gap,
              location_quality (rooftop, range, street, zip, city: the less sure the place, the longer its drives are taken)
  vehicles[]  id, profile, type, start, end or start_index, end_index, capacity, skills, time_window, speed_factor,
              costs {fixed, per_hour 3600, per_km, per_task_hour}, breaks [{id, service, time_windows}], max_tasks,
              max_travel_time, max_distance, steps [{type, id}] (where the search starts from, or what --check judges)
    beside VROOM's: stock {part: count}, overtime [{from, per_hour}]
  matrices    {profile: {durations, distances?, costs?}}; without them travel is estimated from coordinates
  weights     waiting_per_hour, fairness, disruption {vehicle, per_hour, tolerance}

A week: {zone, from (date), days, technicians[], visits[]?, recurring[]?, weights?}. Dates and times local; a vehicle of the
solution is a technician on a day (ann/2026-11-23), home every night; its times are seconds since 1970.

  technicians[]  id, home [lon, lat], skills, stock, shifts [{weekday 1-7 or date, starts, ends}], off [dates],
                 overtime {minutes, per_hour}
  visits[]       id, location, minutes (or one number for each day that the work goes on: the next day, by the same technician),
                 windows [{date, starts, ends}], skills, parts, priority, preferred {technicians, cost}, location_quality
  recurring[]    as visits, without windows; rule {every, unit week|month, from, until?, season {from, to}?, weekday?,
                 window {starts, ends}?, early, late (days around the due date that will do)}, done [dates]. What was missed
                 is made up while its days last; what is too late is told on stderr.

A solution: {summary, routes[] {vehicle, cost, steps[]}, unassigned[] {id, reason, vehicles, unsure_place?}, breaks_missed, search}.
Reasons: skills, nobody_allowed, stock, window, crew, after_unassigned, full.
`;

const readNumber = (flag: string, given: string, least: number, whole: boolean): number => {
  const value = Number(given);
  if (given.trim() === '' || !Number.isFinite(value) || value < least || (whole && !Number.isSafeInteger(value)))
    throw usage(`--${flag} ${given} is not a${whole ? ' whole' : ''} number from ${least} on`);
  return value;
};

const readStdin = async (): Promise<unknown> => {
  if (process.stdin.isTTY) throw usage('the problem comes on stdin');
  const source = await text(process.stdin);
  try {
    return JSON.parse(source);
  } catch (cause) {
    throw new PilotError('plan_invalid', `the problem on stdin is not JSON: ${messageOf(cause)}`, {
      cause,
      fix: 'Correct it at that place; pilot plan --help describes the format.',
    });
  }
};

const draw = (file: string, problem: unknown, solution: PlanSolution, week: ExpandedWeek | null): void => {
  try {
    writeFileSync(file, drawPlan(problem as PlanProblem, solution, week?.midnight));
  } catch (cause) {
    throw new PilotError('plan_svg', `the picture ${file} cannot be written: ${messageOf(cause)}`, {
      cause,
      fix: 'Name a file in a folder you may write to.',
    });
  }
};

/** `pilot plan`. */
export const planCommand = async (argv: readonly string[]): Promise<number> => {
  const { values } = readArguments('plan', argv, {
    limit: { type: 'string' },
    iterations: { type: 'string' },
    seed: { type: 'string', default: '1' },
    svg: { type: 'string' },
    osrm: { type: 'string' },
    trips: { type: 'string' },
    week: { type: 'boolean' },
    engine: { type: 'string', default: 'own' },
    json: { type: 'boolean' },
    check: { type: 'boolean' },
    schema: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help) return printHelp(HELP);
  if (values.schema) {
    process.stdout.write(`${JSON.stringify(values.week ? WeekProblem : PlanProblem, null, 2)}\n`);
    return EXIT.ok;
  }
  if (values.limit !== undefined && values.iterations !== undefined)
    throw usage('give --limit or --iterations, not both');
  const iterations = values.iterations === undefined ? null : readNumber('iterations', values.iterations, 0, true);
  const limitMs = readNumber('limit', values.limit ?? '5', 0, false) * 1000;
  const seed = readNumber('seed', values.seed, 0, true);
  if (values.osrm !== undefined && values.trips !== undefined) throw usage('give --osrm or --trips, not both');
  if (values.engine !== 'own' && values.engine !== 'vroom')
    throw usage(`--engine ${values.engine} is not own or vroom`);
  if (values.engine === 'vroom' && values.iterations !== undefined)
    throw usage('--engine vroom counts no --iterations; give it a --limit');
  const read = await readStdin();
  const week = values.week ? expandWeek(read) : null;
  const given = week?.problem ?? read;
  const problem =
    values.osrm !== undefined
      ? await byRoad(readProblem(given), values.osrm)
      : values.trips !== undefined
        ? byTrips(readProblem(given), values.trips)
        : given;
  const write = (value: unknown): void =>
    void process.stdout.write(`${JSON.stringify(value, null, values.json ? undefined : 2)}\n`);
  if (values.check) {
    write(judgePlan(readProblem(problem)));
    return EXIT.ok;
  }
  const enough = new AbortController();
  const stop = (): void => enough.abort();
  process.once('SIGINT', stop);
  const began = performance.now();
  const solution =
    values.engine === 'vroom'
      ? await planByVroom(problem, limitMs, enough.signal)
      : await planInThread({ problem, seed, iterations, limitMs }, enough.signal);
  process.off('SIGINT', stop);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (values.svg !== undefined) draw(values.svg, problem, solution, week);
  write(solution);
  for (const { id, due } of week?.lapsed ?? []) process.stderr.write(`${id}, due on ${due}, is too late now\n`);
  const { cost, routes, unassigned } = solution.summary;
  process.stderr.write(
    `${values.engine === 'vroom' ? 'VROOM' : `${solution.search.iterations} iterations`} in ${seconds} s: cost ${cost}, ${routes} routes, ${unassigned} unassigned\n`,
  );
  return EXIT.ok;
};
