import { Type, type Static } from 'typebox';
import { WindowText } from './persona.ts';

const strict = { additionalProperties: false } as const;
const words = Type.String({ minLength: 1, maxLength: 400 });

/** Columns that a row must hold; those not named may hold anything. */
const Columns = Type.Record(Type.String(), Type.Unknown());

/** A booking, with every row that it writes. What is left out is taken from the caller's facts. */
export const Booked = Type.Object(
  {
    /** Code of the service type. */
    service: words,
    /** Left out: the caller's. */
    window: Type.Optional(WindowText),
    /** Dollars of the visit's fee. */
    fee: Type.Optional(Type.Number({ minimum: 0 })),
    urgency: Type.Optional(words),
    technician: Type.Optional(words),
    name: Type.Optional(words),
    phone: Type.Optional(Type.String({ pattern: String.raw`^\+\d{8,15}$` })),
    gate_code: Type.Optional(Type.Union([words, Type.Null()])),
    pets: Type.Optional(Type.Union([words, Type.Null()])),
    /** Facts that are stored as heard. */
    unconfirmed: Type.Array(Type.Union([Type.Literal('name'), Type.Literal('phone'), Type.Literal('address')]), {
      default: [],
    }),
    /** False: the customer was known before the call, and nothing is written of them. */
    new_customer: Type.Boolean({ default: true }),
    new_location: Type.Optional(Type.Boolean()),
    /** More columns of the job and of the visit. */
    job: Type.Optional(Columns),
    visit: Type.Optional(Columns),
    quote: Type.Optional(Columns),
  },
  strict,
);
export type Booked = Static<typeof Booked>;

/** A message for a person: the task to call back, and the office's notice. */
export const Message = Type.Object(
  {
    reason: words,
    text: Type.Optional(words),
    name: Type.Optional(Type.Union([words, Type.Null()])),
    phone: Type.Optional(Type.Union([words, Type.Null()])),
    facts: Type.Optional(Columns),
  },
  strict,
);
export type Message = Static<typeof Message>;

/** The on-call ladder told of a danger. `hazard`: what endangers people, or the code of the service type. */
export const Alert = Type.Object(
  {
    hazard: words,
    kind: Type.Union([Type.Literal('life_safety'), Type.Literal('property')], { default: 'life_safety' }),
  },
  strict,
);
export type Alert = Static<typeof Alert>;

const Rows = Type.Record(Type.String(), Type.Array(Columns));

/** How the call must end. Every row that is not named here must not have been written. */
export const Expect = Type.Object(
  {
    /** The outcome of the last call. */
    outcome: words,
    urgency: Type.Optional(words),
    booked: Type.Array(Booked, { default: [] }),
    messages: Type.Array(Message, { default: [] }),
    alerts: Type.Array(Alert, { default: [] }),
    /** Other rows that must be written, by table. */
    rows: Type.Record(Type.String(), Type.Array(Columns), { default: {} }),
    /** Rows that were there and must be changed: what they held, and what they must hold. */
    changed: Type.Record(Type.String(), Type.Array(Type.Object({ from: Columns, to: Columns }, strict)), {
      default: {},
    }),
    removed: Type.Record(Type.String(), Type.Array(Columns), { default: {} }),
    /** Words, or patterns between slashes, that we must and must not say; and acts alike. */
    says: Type.Array(words, { default: [] }),
    never_says: Type.Array(words, { default: [] }),
    acts: Type.Array(words, { default: [] }),
    never_acts: Type.Array(words, { default: [] }),
    /** Caller turns. */
    max_turns: Type.Integer({ minimum: 1, default: 30 }),
    /** Milliseconds of our own silence. */
    max_dead_air: Type.Integer({ minimum: 1, default: 1500 }),
  },
  strict,
);
export type Expect = Static<typeof Expect>;
export type RowsByTable = Static<typeof Rows>;
