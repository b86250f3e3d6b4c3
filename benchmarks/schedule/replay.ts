import { withEvent } from '../../appliance/schedule/dispatch/events.ts';
import { freeze, type DoneVisit } from '../../appliance/schedule/dispatch/freeze.ts';
import type { PlanId, PlanJob, PlanProblem } from '../../appliance/schedule/plan/problem.ts';
import type { PlanSolution } from '../../appliance/schedule/plan/solution.ts';
import { estimateDrive, type Point } from '../../appliance/schedule/travel/estimate.ts';
import type { Call, FieldDay } from './field-day.ts';

/** How somebody runs a day: the problem as it stands and the plan so far (null before the first). */
export interface Dispatcher {
  /** Which of the windows the caller can take is promised; the problem is without the call. */
  readonly promise: (problem: PlanProblem, current: PlanSolution | null, call: Call) => readonly [number, number];
  /** The plan with one booking more for a day that is still to come. */
  readonly booked: (problem: PlanProblem, current: PlanSolution | null) => PlanSolution;
  /** The plan in the morning (`current` null or as booked), and after each event. */
  readonly plan: (problem: PlanProblem, current: PlanSolution | null, morning: boolean) => PlanSolution;
}

export interface DayResult {
  /** Seconds. */
  readonly travel: number;
  readonly late: number;
  readonly overtime: number;
  /** Visits begun after their window, or not made. */
  readonly broken: number;
  readonly unplaced: number;
  readonly visits: number;
  /** Seconds from the call to the start of work, by emergency. */
  readonly responses: readonly number[];
  /** Times a visit went to another technician than people had been told. */
  readonly disrupted: number;
  /** Of them within an hour of the visit. */
  readonly surprised: number;
  /** Driving and overtime by the weights of the day, in seconds of driving. */
  readonly weighed: number;
  /** Calls that were promised the window they wished. */
  readonly wished: number;
  /** Milliseconds the slowest single decision took. */
  readonly slowest: number;
}

/** The morning: what was booked before. */
const MORNING = 6.5 * 3600;

/** People know who comes from an hour before on; until then they know their window. */
const TOLD = 3600;

const within = (job: PlanJob, window: readonly [number, number]): PlanJob => ({
  ...job,
  time_windows: [[window[0], window[1]]],
});

/**
 * Plays a day: first what is booked on the days before, then each call and each technician who falls ill in order of time;
 * everybody else does as planned.
 * @param asked callers name all windows they can take and are promised one of them; else they get the one they wished
 */
export const replayDay = (day: FieldDay, dispatcher: Dispatcher, asked: boolean): DayResult => {
  const weights = { disruption: { vehicle: 60, per_hour: 60, tolerance: 1800 } };
  let problem: PlanProblem = { jobs: [], vehicles: [...day.technicians], weights };
  let current: PlanSolution | null = null;
  let slowest = 0;
  const timed = <T>(decide: () => T): T => {
    const began = performance.now();
    const decided = decide();
    slowest = Math.max(slowest, performance.now() - began);
    return decided;
  };
  const promised = new Map<PlanId, PlanJob>();
  const promiseFor = (call: Call): PlanJob => {
    const choice = asked && call.takes.length > 1;
    const job = choice
      ? within(
          call.job,
          timed(() => dispatcher.promise(problem, current, call)),
        )
      : call.job;
    promised.set(job.id, job);
    return job;
  };
  for (const call of day.calls.filter(({ at }) => at === 0)) {
    const job = promiseFor(call);
    problem = { ...problem, jobs: [...problem.jobs, job] };
    if (asked) current = dispatcher.booked(problem, current);
  }
  current = timed(() => dispatcher.plan(problem, current, true));
  const done: DoneVisit[] = [];
  let [disrupted, surprised] = [0, 0];
  const events = [
    ...day.calls.filter(({ at }) => at > 0).map((call) => ({ at: Math.max(call.at, MORNING), call, ill: null })),
    ...day.sick.map(({ at, technician }) => ({ at, call: null, ill: technician })),
  ].toSorted((a, b) => a.at - b.at);
  for (const { at, call, ill } of events) {
    const before: PlanSolution = current;
    const frozen = freeze(problem, before, at, TOLD);
    done.push(...frozen.done);
    problem = frozen.problem;
    if (ill !== null) {
      for (const one of problem.jobs) {
        const [start, end] = [one.pin?.start ?? 0, (one.pin?.start ?? 0) + (one.service ?? 0)];
        if (one.pin?.vehicle === ill && end <= at) done.push({ job: one.id, vehicle: ill, start, end });
      }
      problem = withEvent(problem, { kind: 'technician_ill', vehicle: ill }, at);
    }
    if (call !== null) problem = withEvent(problem, { kind: 'emergency', job: promiseFor(call) }, at);
    current = timed(() => dispatcher.plan(problem, before, false));
    const [was, is] = [whoComes(before), whoComes(current)];
    const changed = problem.jobs.filter(({ id, pin }) => !pin?.started && was.has(id) && was.get(id) !== is.get(id));
    disrupted += changed.length;
    surprised += changed.filter(({ published }) => published !== undefined).length;
  }
  const wished = day.calls.filter(
    ({ job }) => promised.get(job.id)?.time_windows?.[0]?.[0] === job.time_windows?.[0]?.[0],
  ).length;
  return { ...measure(day, promised, done, current), disrupted, surprised, wished, slowest };
};

const whoComes = ({ routes }: PlanSolution): Map<PlanId, PlanId> =>
  new Map(
    routes.flatMap(({ vehicle, steps }) =>
      steps.flatMap(({ type, id }) => (type === 'job' ? [[id ?? '', vehicle] as const] : [])),
    ),
  );

/** What came of it, from who was where when, and nothing a planner says. */
const measure = (
  day: FieldDay,
  promised: ReadonlyMap<PlanId, PlanJob>,
  done: readonly DoneVisit[],
  last: PlanSolution,
) => {
  const jobs = new Map(
    day.calls.map(({ job, at, emergency }) => [job.id, { job: promised.get(job.id) ?? job, at, emergency }]),
  );
  const visits = [
    ...done,
    ...last.routes.flatMap(({ vehicle, steps }) =>
      steps
        .filter((step) => step.type === 'job')
        .map((step) => {
          const start = step.arrival + step.waiting_time;
          return { job: step.id ?? '', vehicle, start, end: start + step.setup + step.service };
        }),
    ),
  ];
  let [travel, late, overtime, broken, paid] = [0, 0, 0, 0, 0];
  const responses: number[] = [];
  for (const technician of day.technicians) {
    const own = visits.filter(({ vehicle }) => vehicle === technician.id).toSorted((a, b) => a.start - b.start);
    const home: Point = technician.start ?? [0, 0];
    let here = home;
    for (const visit of own) {
      const there = jobs.get(visit.job)?.job.location ?? home;
      travel += estimateDrive(here, there).seconds;
      here = there;
    }
    const back = (own.at(-1)?.end ?? 0) + estimateDrive(here, home).seconds;
    travel += estimateDrive(here, home).seconds;
    overtime += Math.max(0, back - (technician.overtime?.[0]?.from ?? Number.POSITIVE_INFINITY));
    for (const tier of technician.overtime ?? []) paid += (Math.max(0, back - tier.from) * tier.per_hour) / 3600;
  }
  for (const { job, start } of visits) {
    const call = jobs.get(job);
    const over = Math.max(0, start - (call?.job.time_windows?.[0]?.[1] ?? start));
    late += over;
    if (over > 0) broken++;
    if (call?.emergency) responses.push(start - call.at);
  }
  const made = new Set(visits.map(({ job }) => job));
  const unplaced = day.calls.filter(({ job }) => !made.has(job.id)).length;
  return {
    travel,
    weighed: travel + paid,
    late,
    overtime,
    broken: broken + unplaced,
    unplaced,
    visits: made.size,
    responses,
  };
};
