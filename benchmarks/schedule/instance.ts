import type { PlanProblem } from '../../appliance/schedule/plan/problem.ts';
import { Random } from '../../appliance/schedule/plan/random.ts';

/** One instance of the vehicle routing problem with time windows, in Solomon's text format. */
export interface Instance {
  readonly name: string;
  readonly vehicles: number;
  readonly capacity: number;
  /** The depot first. */
  readonly stops: readonly {
    readonly x: number;
    readonly y: number;
    readonly demand: number;
    readonly ready: number;
    readonly due: number;
    readonly service: number;
  }[];
}

export const parseInstance = (text: string): Instance => {
  const lines = text.split('\n').map((line) => line.trim());
  const numbers = lines.map((line) => line.split(/\s+/).map(Number)).filter((row) => !row.some(Number.isNaN));
  const [vehicles = 0, capacity = 0] = numbers.find((row) => row.length === 2) ?? [];
  const stops = numbers
    .filter((row) => row.length === 7)
    .map(([, x = 0, y = 0, demand = 0, ready = 0, due = 0, service = 0]) => ({ x, y, demand, ready, due, service }));
  return { name: lines[0] ?? '', vehicles, capacity, stops };
};

/**
 * Distances and times in tenths. `dimacs`: truncated to one decimal, so whole tenths. `exact`: double precision.
 */
export const toProblem = (instance: Instance, rounding: 'dimacs' | 'exact'): PlanProblem => {
  const round = rounding === 'dimacs' ? Math.floor : (value: number): number => Math.round(value * 1e4);
  const scale = rounding === 'dimacs' ? 10 : 1e5;
  const durations = instance.stops.map((a) => instance.stops.map((b) => round(10 * Math.hypot(a.x - b.x, a.y - b.y))));
  const [depot, ...customers] = instance.stops;
  return {
    matrices: { car: { durations } },
    vehicles: Array.from({ length: instance.vehicles }, (_, id) => ({
      id,
      start_index: 0,
      end_index: 0,
      capacity: [instance.capacity],
      time_window: [(depot?.ready ?? 0) * scale, (depot?.due ?? 0) * scale] as [number, number],
    })),
    jobs: customers.map((one, i) => ({
      id: i + 1,
      location_index: i + 1,
      service: one.service * scale,
      delivery: [one.demand],
      time_windows: [[one.ready * scale, one.due * scale] as [number, number]],
    })),
  };
};

/**
 * A seeded instance of Solomon's kinds, for runs without his files: scattered (R), clustered (C) or mixed (RC) customers;
 * short days and small vans (1) or long days and big ones (2).
 */
export const makeInstance = (kind: string, seed: number, customers = 100): Instance => {
  const random = new Random(seed);
  const long = kind.endsWith('2');
  const horizon = long ? 1000 : 230;
  const service = 10;
  const towns = Array.from({ length: 10 }, () => [random.below(100), random.below(100)] as const);
  const near = (at: number): number => at + random.below(11) - 5;
  const stops = Array.from({ length: customers }, (_, i) => {
    const clustered = kind.startsWith('C') || (kind.startsWith('RC') && i % 2 === 0);
    const [townX = 50, townY = 50] = towns[random.below(towns.length)] ?? [];
    const [x, y] = clustered ? [near(townX), near(townY)] : [random.below(101), random.below(101)];
    const way = Math.ceil(Math.hypot(x - 50, y - 50));
    const half = Math.round(horizon * (0.05 + 0.2 * random.unit()));
    const middle = way + random.below(Math.max(1, horizon - 2 * way - service));
    const ready = Math.max(way, middle - half);
    const due = Math.min(horizon - way - service, middle + half);
    return { x, y, demand: 1 + random.below(40), ready: Math.min(ready, due), due, service };
  });
  const depot = { x: 50, y: 50, demand: 0, ready: 0, due: horizon, service: 0 };
  return { name: `${kind}-${seed}`, vehicles: customers, capacity: long ? 1000 : 200, stops: [depot, ...stops] };
};
