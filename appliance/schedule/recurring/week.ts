import { Type, type Static } from 'typebox';
import { PlanWeights } from '../plan/problem.ts';
import { GEOCODE_QUALITIES, type GeocodeQuality } from '../travel/geocode.ts';
import { Recurrence } from './rule.ts';

const strict = { additionalProperties: false } as const;
const Id = Type.String({ minLength: 1 });
const LocalDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const LocalTime = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const Point = Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })]);
const Parts = Type.Record(Type.String(), Type.Integer({ minimum: 0 }));
const Minutes = Type.Integer({ minimum: 1, maximum: 1440 });
const Quality = Type.Unsafe<GeocodeQuality>(Type.Union(GEOCODE_QUALITIES.map((one) => Type.Literal(one))));

const WeekShift = Type.Object(
  {
    /** Every week on that day (ISO, 1 Monday), or on one date, which beats the weekly ones. */
    weekday: Type.Optional(Type.Integer({ minimum: 1, maximum: 7 })),
    date: Type.Optional(LocalDate),
    starts: LocalTime,
    /** Not after `starts`: on the next day. */
    ends: LocalTime,
  },
  strict,
);

const WeekTechnician = Type.Object(
  {
    id: Id,
    home: Point,
    skills: Type.Optional(Type.Array(Id)),
    /** Each morning's. */
    stock: Type.Optional(Parts),
    shifts: Type.Array(WeekShift, { minItems: 1 }),
    /** Dates without work. */
    off: Type.Optional(Type.Array(LocalDate)),
    /** How long a day may go on after the shift, and what an hour of it weighs (an hour of driving weighs 3600). */
    overtime: Type.Optional(
      Type.Object({ minutes: Type.Integer({ minimum: 0 }), per_hour: Type.Number({ minimum: 0 }) }, strict),
    ),
  },
  strict,
);

const place = { id: Id, location: Point, location_quality: Type.Optional(Quality) };
const needs = {
  skills: Type.Optional(Type.Array(Id)),
  parts: Type.Optional(Parts),
  priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
  preferred: Type.Optional(Type.Object({ technicians: Type.Array(Id), cost: Type.Number({ minimum: 0 }) }, strict)),
};

const WeekVisit = Type.Object(
  {
    ...place,
    /** Minutes on site: one number, or one for each day that the work goes on, by the same technician. */
    minutes: Type.Union([Minutes, Type.Array(Minutes, { minItems: 1, maxItems: 14 })]),
    ...needs,
    /** Local windows in which work (of the first day) starts; any time of any shift when left out. */
    windows: Type.Optional(
      Type.Array(Type.Object({ date: LocalDate, starts: LocalTime, ends: LocalTime }, strict), { minItems: 1 }),
    ),
  },
  strict,
);

const WeekRecurring = Type.Object(
  {
    ...place,
    minutes: Minutes,
    ...needs,
    rule: Recurrence,
    /** Local dates of visits made or booked. */
    done: Type.Optional(Type.Array(LocalDate)),
  },
  strict,
);

/** Some days to plan, told in local wall time. */
export const WeekProblem = Type.Object(
  {
    /** IANA zone of all wall times. */
    zone: Type.String({ minLength: 1 }),
    /** The first day, and how many. */
    from: LocalDate,
    days: Type.Integer({ minimum: 1, maximum: 14 }),
    technicians: Type.Array(WeekTechnician, { minItems: 1 }),
    visits: Type.Optional(Type.Array(WeekVisit)),
    recurring: Type.Optional(Type.Array(WeekRecurring)),
    weights: Type.Optional(PlanWeights),
  },
  strict,
);
export type WeekProblem = Static<typeof WeekProblem>;
export type WeekTechnician = WeekProblem['technicians'][number];
export type WeekVisit = NonNullable<WeekProblem['visits']>[number];
export type WeekRecurring = NonNullable<WeekProblem['recurring']>[number];
