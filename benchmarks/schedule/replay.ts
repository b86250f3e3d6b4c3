import { withEvent } from '../../appliance/schedule/dispatch/events.ts';
import { freeze, type DoneVisit } from '../../appliance/schedule/dispatch/freeze.ts';
import type { PlanJob, PlanProblem } from '../../appliance/schedule/plan/problem.ts';
import type { PlanSolution } from '../../appliance/schedule/plan/solution.ts';
import { estimateDrive, type Point } from '../../appliance/schedule/travel/estimate.ts';
import type { FieldDay } from './field-day.ts';

/** How somebody plans: the problem as it stands, with new jobs in it, and the plan so far. */
export type Planner = (problem: PlanProblem, current: PlanSolution | null, added: readonly PlanJob[]) => PlanSolution;

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
  /** Milliseconds the slowest single decision took. */
  readonly slowest: number;
}

/** The morning: what was booked before. */
const MORNING = 6.5 * 3600;

/** Plays a day: each call and each technician who falls ill in order of time, everybody else as planned. */
export const replayDay = (day: FieldDay, planner: Planner): DayResult => {
  const booked = day.calls.filter(({ at }) => at === 0).map(({ job }) => job);
  const weights = { disruption: { vehicle: 60, per_hour: 60, tolerance: 1800 } };
  let problem: PlanProblem = { jobs: booked, vehicles: [...day.technicians], weights };
  let slowest = 0;
  const timed = (current: PlanSolution | null, added: readonly PlanJob[]): PlanSolution => {
    const began = performance.now();
    const next = planner(problem, current, added);
    slowest = Math.max(slowest, performance.now() - began);
    return next;
  };
  let current = timed(null, booked);
  const done: DoneVisit[] = [];
  let disrupted = 0;
  const events = [
    ...day.calls.filter(({ at }) => at > 0).map(({ at, job }) => ({ at: Math.max(at, MORNING), job, ill: null })),
    ...day.sick.map(({ at, technician }) => ({ at, job: null, ill: technician })),
  ].toSorted((a, b) => a.at - b.at);
  for (const { at, job, ill } of events) {
    const frozen = freeze(problem, current, at);
    done.push(...frozen.done);
    problem = frozen.problem;
    if (ill !== null) {
      for (const one of problem.jobs) {
        const [start, end] = [one.pin?.start ?? 0, (one.pin?.start ?? 0) + (one.service ?? 0)];
        if (one.pin?.vehicle === ill && end <= at) done.push({ job: one.id, vehicle: ill, start, end });
      }
      problem = withEvent(problem, { kind: 'technician_ill', vehicle: ill }, at);
    }
    if (job !== null) problem = withEvent(problem, { kind: 'emergency', job }, at);
    current = timed(current, job === null ? [] : [job]);
    disrupted += current.routes
      .flatMap(({ vehicle, steps }) => steps.map(({ id }) => ({ id, vehicle })))
      .filter(({ id, vehicle }) => {
        const told = problem.jobs.find((one) => one.id === id)?.published;
        return told !== undefined && told.vehicle !== vehicle;
      }).length;
  }
  return { ...measure(day, done, current), disrupted, slowest };
};

/** What came of it, from who was where when, and nothing a planner says. */
const measure = (day: FieldDay, done: readonly DoneVisit[], last: PlanSolution) => {
  const jobs = new Map(day.calls.map(({ job, at, emergency }) => [job.id, { job, at, emergency }]));
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
  let [travel, late, overtime, broken] = [0, 0, 0, 0];
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
  return { travel, late, overtime, broken: broken + unplaced, unplaced, visits: made.size, responses };
};
