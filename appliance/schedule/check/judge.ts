import { compilePlaces, type Places } from '../plan/compile-places.ts';
import { paceOf } from '../plan/compile-vehicles.ts';
import type { PlanId, PlanJob, PlanProblem, PlanVehicle } from '../plan/problem.ts';
import { carriedFaults, type Aboard } from './load.ts';
import type { JudgedRoute, JudgedStep, Judgement, Violation, ViolationCause } from './judgement.ts';
import { coupledFaults } from './together.ts';

type Windows = PlanJob['time_windows'];

/** The first moment in a window, or that very time once the last is over. */
const startIn = (windows: Windows, time: number): number => {
  const next = windows?.find(([, to]) => time <= to);
  return next ? Math.max(time, next[0]) : time;
};
const delayIn = (windows: Windows, start: number): number => Math.max(0, start - (windows?.at(-1)?.[1] ?? start));

const skillFaults = function* (job: PlanJob, vehicle: PlanVehicle, member: number): Generator<ViolationCause> {
  const needed = (member === 0 ? job.skills : job.crew?.[member - 1]?.skills) ?? [];
  if (!needed.every((skill) => vehicle.skills?.includes(skill))) yield 'skills';
  const elsewhere = member === 0 && job.pin !== undefined && job.pin.vehicle !== vehicle.id;
  if (elsewhere || job.excluded_vehicles?.includes(vehicle.id)) yield 'not_allowed';
};

const judgeRoute = (problem: PlanProblem, places: Places, v: number, jobs: ReadonlyMap<PlanId, number>) => {
  const vehicle = problem.vehicles[v] as PlanVehicle;
  const violations: Violation[] = [];
  const fault = (cause: ViolationCause, id: PlanId | null, by = 0): void =>
    void violations.push({ cause, vehicle: vehicle.id, id, by });
  const travelled = places.travel[places.travelOf[v] ?? 0];
  const aboard: Aboard[] = [];
  const steps: JudgedStep[] = [];
  let here = places.from[v] ?? 0;
  let [time, closes] = vehicle.time_window ?? [0, Number.POSITIVE_INFINITY];
  let [departure, travel, distance, waiting, tasks] = [time, 0, 0, 0, 0];
  const go = (to: number): number => {
    const leg = here * places.count + to;
    travel += travelled?.times[leg] ?? 0;
    distance += travelled?.metres[leg] ?? 0;
    here = to;
    return travelled?.times[leg] ?? 0;
  };
  const arrive = (arrival: number, start: number, way: number): void => {
    if (steps.length === 0) departure = start - way;
    else waiting += start - arrival;
  };
  for (const step of vehicle.steps ?? []) {
    const id = step.id ?? '';
    if (step.type === 'break') {
      const rest = vehicle.breaks?.find((one) => one.id === id);
      const start = startIn(rest?.time_windows, time);
      const over = delayIn(rest?.time_windows, start);
      if (over > 0) fault('break_time', id, over);
      arrive(time, start, 0);
      steps.push({ type: 'break', id, arrival: time, start, end: start + (rest?.service ?? 0) });
      time = start + (rest?.service ?? 0);
    }
    const j = step.type === 'job' ? (jobs.get(id) ?? -1) : -1;
    const job = problem.jobs[j];
    if (!job) continue;
    const member = step.crew_member ?? 0;
    const place = places.job[j] ?? 0;
    const pace = paceOf(job, vehicle.type ?? '');
    const work = (here === place ? 0 : pace.setup) + pace.service;
    const way = go(place);
    const arrival = time + way;
    const pinned = job.pin?.start;
    const start = pinned === undefined ? startIn(job.time_windows, arrival) : Math.max(arrival, pinned);
    const over = pinned === undefined ? delayIn(job.time_windows, start) : start - pinned;
    if (over > 0) fault(pinned === undefined ? 'delay' : 'pin', id, over);
    for (const cause of skillFaults(job, vehicle, member)) fault(cause, id);
    arrive(arrival, start, way);
    const seat = member > 0 ? { crew_member: member } : {};
    steps.push({ type: 'job', id, ...seat, arrival: steps.length === 0 ? start : arrival, start, end: start + work });
    time = start + work;
    tasks++;
    if (member === 0) aboard.push({ id, job });
  }
  const back = time + (steps.length > 0 ? go(places.to[v] ?? 0) : 0);
  if (tasks > 0) {
    if (back > closes) fault('shift', null, back - closes);
    const taken = new Set(steps.flatMap((step) => (step.type === 'break' ? [step.id] : [])));
    for (const rest of vehicle.breaks ?? []) if (!taken.has(rest.id)) fault('missing_break', rest.id);
  }
  const over = (cause: ViolationCause, is: number, most: number | undefined): void => {
    if (most !== undefined && is > most) fault(cause, null, is - most);
  };
  over('max_tasks', tasks, vehicle.max_tasks);
  over('max_travel_time', travel, vehicle.max_travel_time);
  over('max_distance', distance, vehicle.max_distance);
  for (const one of carriedFaults(vehicle, aboard)) fault(one.cause, one.id, one.by);
  const route: JudgedRoute = { vehicle: vehicle.id, departure, back, travel, distance, waiting, steps };
  return { route, violations };
};

/**
 * Judges a plan as a person made it (the vehicles' `steps`): the order stands, times follow from it as early as they can,
 * and everything it breaks is named by cause. Nothing is moved.
 */
export const judgePlan = (problem: PlanProblem): Judgement => {
  const places = compilePlaces(problem);
  const jobs = new Map(problem.jobs.map(({ id }, j) => [id, j]));
  const judged = problem.vehicles.map((_, v) => judgeRoute(problem, places, v, jobs));
  const routes = judged.flatMap(({ route }) => (route.steps.length > 0 ? [route] : []));
  return { routes, violations: [...judged.flatMap((one) => one.violations), ...coupledFaults(problem, routes)] };
};

const keyOf = ({ cause, vehicle, id }: Violation): string => JSON.stringify([cause, vehicle, id]);

/** What a change breaks, and what it mends. A violation that stays, though by another measure, is neither. */
export const compareJudgements = (
  before: Judgement,
  after: Judgement,
): { readonly broken: readonly Violation[]; readonly mended: readonly Violation[]; readonly travel: number } => {
  const [was, is] = [new Set(before.violations.map(keyOf)), new Set(after.violations.map(keyOf))];
  const travel = (one: Judgement): number => one.routes.reduce((sum, route) => sum + route.travel, 0);
  return {
    broken: after.violations.filter((one) => !was.has(keyOf(one))),
    mended: before.violations.filter((one) => !is.has(keyOf(one))),
    travel: travel(after) - travel(before),
  };
};
