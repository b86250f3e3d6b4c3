import { Type, type Static } from 'typebox';
import { GEOCODE_QUALITIES, type GeocodeQuality } from '../travel/geocode.ts';

const strict = { additionalProperties: false } as const;
const Id = Type.Union([Type.Integer(), Type.String({ minLength: 1 })]);
const Seconds = Type.Number({ minimum: 0 });
const Instant = Type.Number();
const Rate = Type.Number({ minimum: 0 });
const Amounts = Type.Array(Type.Integer({ minimum: 0 }));
const Skills = Type.Array(Id);
const Windows = Type.Array(Type.Tuple([Instant, Instant]), { minItems: 1 });
/** Longitude, latitude in degrees. */
const Point = Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })]);
const Quality = Type.Unsafe<GeocodeQuality>(Type.Union(GEOCODE_QUALITIES.map((one) => Type.Literal(one))));
const Parts = Type.Record(Type.String(), Type.Integer({ minimum: 0 }));
const PerType = Type.Record(Type.String(), Seconds);

/** A visit to make. Times in seconds on any common axis (epoch or since midnight), costs in the caller's unit. */
export const PlanJob = Type.Object(
  {
    id: Id,
    description: Type.Optional(Type.String()),
    location: Type.Optional(Point),
    location_index: Type.Optional(Type.Integer({ minimum: 0 })),
    /** How the address was found on the map: drives from and to an unsure place are taken longer. */
    location_quality: Type.Optional(Quality),
    /** Paid on arrival, but not when the stop before was at the same place. */
    setup: Type.Optional(Seconds),
    service: Type.Optional(Seconds),
    /** In place of `setup` and `service` for vehicles of that `type` (the slower apprentice). */
    setup_per_type: Type.Optional(PerType),
    service_per_type: Type.Optional(PerType),
    /** Taken along from the start of the route, respectively brought to its end. */
    delivery: Type.Optional(Amounts),
    pickup: Type.Optional(Amounts),
    /** The technician has them all. */
    skills: Type.Optional(Skills),
    priority: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
    /** When work (setup first) may start. */
    time_windows: Type.Optional(Windows),
    /** Starting up to `max` seconds after the last window costs `per_hour`; without it windows are hard. */
    lateness: Type.Optional(Type.Object({ per_hour: Rate, max: Seconds }, strict)),
    /** Each hour that work starts after its first window opens costs `per_hour`: an emergency is better seen to soon. */
    urgency: Type.Optional(Type.Object({ per_hour: Rate }, strict)),
    /** Parts used, from the vehicle's `stock`. */
    parts: Type.Optional(Parts),
    /** Any other vehicle than these costs `cost`. */
    preferred: Type.Optional(Type.Object({ vehicles: Type.Array(Id), cost: Rate }, strict)),
    /** Never these. */
    excluded_vehicles: Type.Optional(Type.Array(Id)),
    /**
     * Only this vehicle; with `start` at that very time, whatever the windows say; `started` work is under way: it comes
     * first, and the route goes on from there when it ends.
     */
    pin: Type.Optional(
      Type.Object({ vehicle: Id, start: Type.Optional(Instant), started: Type.Optional(Type.Boolean()) }, strict),
    ),
    /** What was told to people: going away from it is disruption (`weights.disruption`). */
    published: Type.Optional(Type.Object({ vehicle: Id, start: Instant }, strict)),
    /** Who comes along, each from another vehicle, starting together for the same `service`. */
    crew: Type.Optional(Type.Array(Type.Object({ skills: Type.Optional(Skills) }, strict))),
    /** Starts no sooner than `gap` seconds after these have ended, by whomever. */
    after: Type.Optional(Type.Array(Id)),
    gap: Type.Optional(Seconds),
    /** By whoever does that job (one of `after`), on whatever day: work that goes on tomorrow. */
    same_technician_as: Type.Optional(Id),
  },
  strict,
);
export type PlanJob = Static<typeof PlanJob>;

export const PlanBreak = Type.Object(
  {
    id: Id,
    description: Type.Optional(Type.String()),
    service: Type.Optional(Seconds),
    /** When the break may start. */
    time_windows: Windows,
  },
  strict,
);
export type PlanBreak = Static<typeof PlanBreak>;

export const PlanOrderStep = Type.Object(
  {
    type: Type.Union([Type.Literal('start'), Type.Literal('job'), Type.Literal('break'), Type.Literal('end')]),
    id: Type.Optional(Id),
    crew_member: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  strict,
);

/** One technician on one day, with the van. */
export const PlanVehicle = Type.Object(
  {
    id: Id,
    description: Type.Optional(Type.String()),
    profile: Type.Optional(Type.String()),
    type: Type.Optional(Type.String()),
    /** Who it is, when one person has a vehicle for each of several days. */
    technician: Type.Optional(Id),
    start: Type.Optional(Point),
    start_index: Type.Optional(Type.Integer({ minimum: 0 })),
    end: Type.Optional(Point),
    end_index: Type.Optional(Type.Integer({ minimum: 0 })),
    capacity: Type.Optional(Amounts),
    stock: Type.Optional(Parts),
    skills: Type.Optional(Skills),
    /** Cost = fixed + per_hour x travel + per_km x distance + per_task_hour x work. `per_hour` is 3600 by default: 1 a second. */
    costs: Type.Optional(
      Type.Object(
        {
          fixed: Type.Optional(Rate),
          per_hour: Type.Optional(Rate),
          per_km: Type.Optional(Rate),
          per_task_hour: Type.Optional(Rate),
        },
        strict,
      ),
    ),
    time_window: Type.Optional(Type.Tuple([Instant, Instant])),
    /** Being home after `from` costs `per_hour`; tiers add up. `time_window` stays the hard end. */
    overtime: Type.Optional(Type.Array(Type.Object({ from: Instant, per_hour: Rate }, strict))),
    breaks: Type.Optional(Type.Array(PlanBreak)),
    speed_factor: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 5 })),
    max_tasks: Type.Optional(Type.Integer({ minimum: 0 })),
    max_travel_time: Type.Optional(Seconds),
    max_distance: Type.Optional(Type.Number({ minimum: 0 })),
    /** An order given by a person or an earlier plan: judged as it stands, or where a search starts from. */
    steps: Type.Optional(Type.Array(PlanOrderStep)),
  },
  strict,
);
export type PlanVehicle = Static<typeof PlanVehicle>;

const Matrix = Type.Array(Type.Array(Type.Number({ minimum: 0 })));

export const PlanMatrices = Type.Record(
  Type.String(),
  Type.Object({ durations: Matrix, distances: Type.Optional(Matrix), costs: Type.Optional(Matrix) }, strict),
);

export const PlanWeights = Type.Object(
  {
    /** For each hour a technician waits between two stops. */
    waiting_per_hour: Type.Optional(Rate),
    /** For the square of each technician's hours out: the sum is least when they are even. */
    fairness: Type.Optional(Rate),
    /** Against `published`: another vehicle, and each hour of shift beyond `tolerance` seconds (900). */
    disruption: Type.Optional(
      Type.Object(
        { vehicle: Type.Optional(Rate), per_hour: Type.Optional(Rate), tolerance: Type.Optional(Seconds) },
        strict,
      ),
    ),
  },
  strict,
);

/** A day or a week to plan, in the shape of VROOM's input (docs/API.md there) with extensions. */
export const PlanProblem = Type.Object(
  {
    jobs: Type.Array(PlanJob),
    vehicles: Type.Array(PlanVehicle, { minItems: 1 }),
    matrices: Type.Optional(PlanMatrices),
    weights: Type.Optional(PlanWeights),
  },
  strict,
);
export type PlanProblem = Static<typeof PlanProblem>;
export type PlanId = Static<typeof Id>;
