import type { PlanJob, PlanVehicle } from '../../appliance/schedule/plan/problem.ts';
import { Random } from '../../appliance/schedule/plan/random.ts';

/** A call that comes in during the day, and the visit it asks for. */
export interface Call {
  /** Seconds since midnight; 0 when it was booked on the days before. */
  readonly at: number;
  readonly emergency: boolean;
  readonly job: PlanJob;
  /** Windows the caller can take, the wished one (the job's own) first. */
  readonly takes: readonly (readonly [number, number])[];
}

/** One invented day of a shop: who works, who calls when, who falls ill. */
export interface FieldDay {
  readonly technicians: readonly PlanVehicle[];
  readonly calls: readonly Call[];
  readonly sick: readonly { readonly at: number; readonly technician: string }[];
}

const HOUR = 3600;
const CENTRE = [-83, 39.96] as const;
/** Skill, how many technicians have it, how many calls need it. */
const TRADES = [
  ['plumbing', 0.7, 0.35],
  ['hvac', 0.6, 0.35],
  ['electrical', 0.5, 0.2],
  ['gas', 0.3, 0.1],
] as const;
const PARTS = ['capacitor', 'igniter', 'valve', 'breaker'] as const;
/** Starts of two-hour windows. */
const WINDOWS = [8, 10, 13, 15] as const;

/** Homes lie around a few towns, not evenly. */
const homes = (random: Random, count: number): [number, number][] => {
  const towns = Array.from({ length: 5 }, () => [spread(random, 0.18), spread(random, 0.14)] as const);
  return Array.from({ length: count }, () => {
    const [east = 0, north = 0] = towns[random.below(towns.length)] ?? [];
    const point = [CENTRE[0] + east + spread(random, 0.07), CENTRE[1] + north + spread(random, 0.05)];
    return point.map((degrees) => Math.round(degrees * 1e5) / 1e5) as [number, number];
  });
};

/** Around 0, mostly within half of `width`. */
const spread = (random: Random, width: number): number => (random.unit() + random.unit() - 1) * width;

const technician = (random: Random, id: number, home: [number, number], overtime: number): PlanVehicle => {
  const skills = TRADES.filter(([, have]) => random.unit() < have).map(([skill]) => skill);
  const [trade] = TRADES[id % TRADES.length] ?? ['plumbing'];
  const opens = (random.below(2) + 7) * HOUR;
  return {
    id: `t${id + 1}`,
    start: home,
    end: home,
    skills: [...new Set([trade, ...skills])],
    stock: Object.fromEntries(PARTS.map((part) => [part, 2 + random.below(3)])),
    time_window: [opens, opens + 12 * HOUR],
    overtime: [
      { from: opens + 10 * HOUR, per_hour: overtime },
      { from: opens + 11 * HOUR, per_hour: 3 * overtime },
    ],
  };
};

const visit = (random: Random, id: number, location: [number, number], from: number, emergency: boolean): PlanJob => {
  const draw = random.unit();
  let sum = 0;
  const trade = TRADES.find(([, , needed]) => (sum += needed) > draw) ?? TRADES[0];
  const uses = random.unit() < 0.35 ? { parts: { [PARTS[random.below(PARTS.length)] ?? 'valve']: 1 } } : {};
  return {
    id,
    location,
    service: (3 + random.below(7)) * 900,
    skills: [trade[0]],
    priority: emergency ? 60 : 10,
    time_windows: [[from, from + 2 * HOUR]],
    lateness: { per_hour: emergency ? 72_000 : 36_000, max: 4 * HOUR },
    ...(emergency ? { urgency: { per_hour: 600 } } : {}),
    ...uses,
  };
};

/** Emergencies want somebody now; of the other windows that are still open a caller can take each with the same chance. */
const othersFor = (random: Random, [from, to]: readonly [number, number], at: number, share: number) =>
  WINDOWS.filter((hour) => hour * HOUR !== from && hour * HOUR > (at === 0 ? 0 : at + HOUR))
    .filter(() => random.unit() < share)
    .map((hour) => [hour * HOUR, hour * HOUR + to - from] as const);

/**
 * The day of a seed: 5 to 30 technicians, about four visits each, one call in eight an emergency.
 * @param overtime weight of the first tier, an hour; an hour of driving weighs 3600
 * @param share the chance that a caller can take a window other than the wished one
 */
export const makeFieldDay = (seed: number, overtime: number, share: number): FieldDay => {
  const random = new Random(seed);
  const choices = new Random(seed + 7000);
  const crew = 5 + random.below(26);
  const points = homes(random, crew * 6);
  const technicians = Array.from({ length: crew }, (_, i) => technician(random, i, points[i] ?? [...CENTRE], overtime));
  const calls = Array.from({ length: Math.round(crew * 3.8) }, (_, i): Call => {
    const location = points[crew + i] ?? [...CENTRE];
    const emergency = random.unit() < 0.125;
    const onTheDay = emergency || random.unit() < 0.3;
    const at = onTheDay ? Math.round(7 * HOUR + random.unit() * 7 * HOUR) : 0;
    if (emergency) {
      const job = visit(random, i + 1, location, at, true);
      return { at, emergency, job, takes: job.time_windows ?? [] };
    }
    const open = WINDOWS.filter((hour) => hour * HOUR > at + HOUR);
    const from = (open[random.below(open.length)] ?? 15) * HOUR;
    const job = visit(random, i + 1, location, from, false);
    const wished = [from, from + 2 * HOUR] as const;
    return { at, emergency, job, takes: [wished, ...othersFor(choices, wished, at, share)] };
  });
  const sick = technicians
    .filter(() => random.unit() < 0.03)
    .map(({ id }) => ({ at: 7 * HOUR + random.below(4 * HOUR), technician: String(id) }));
  return { technicians, calls: calls.toSorted((a, b) => a.at - b.at), sick };
};

/** What somebody may know beforehand, so that it is seen what not knowing costs. */
export const KNOWABLE = ['illness', 'emergencies', 'calls', 'all'] as const;
export type Knowable = (typeof KNOWABLE)[number];

/** The day as it is for who knows that in the morning: such calls were booked before, and who would fall ill stays well. */
export const knowing = (day: FieldDay, known: Knowable): FieldDay => ({
  ...day,
  sick: known === 'illness' || known === 'all' ? [] : day.sick,
  calls: day.calls
    .map((call) =>
      known === 'all' || known === (call.emergency ? 'emergencies' : 'calls') ? { ...call, at: 0 } : call,
    )
    .toSorted((a, b) => a.at - b.at),
});
