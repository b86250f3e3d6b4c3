import { Type, type Static } from 'typebox';

const Instant = Type.Integer({ description: 'epoch milliseconds, UTC' });

/** One person told through one channel, and what became of that promise. */
export const AlertTelling = Type.Object({
  round: Type.Integer(),
  role: Type.String({ description: 'office, on_call_technician, owner, partner' }),
  name: Type.String(),
  channel: Type.String({ description: 'sms, call, email' }),
  dueAt: Instant,
  status: Type.String({ description: 'of its outbox row' }),
});
export type AlertTelling = Static<typeof AlertTelling>;

/** An emergency that goes up the ladder until somebody acknowledges it. */
export const AlertRecord = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('life_safety'), Type.Literal('property')]),
  /** The hazard, or the code of the service type. */
  reason: Type.String(),
  status: Type.Union([Type.Literal('open'), Type.Literal('acknowledged')]),
  openedAt: Instant,
  round: Type.Integer(),
  callId: Type.Union([Type.String(), Type.Null()]),
  jobNumber: Type.Union([Type.String(), Type.Null()]),
  phone: Type.Union([Type.String(), Type.Null()]),
  address: Type.Union([Type.String(), Type.Null()]),
  text: Type.String(),
  acknowledgedAt: Type.Union([Instant, Type.Null()]),
  acknowledgedBy: Type.Union([Type.String(), Type.Null()]),
  acknowledgedVia: Type.Union([Type.String(), Type.Null()]),
  tellings: Type.Array(AlertTelling),
});
export type AlertRecord = Static<typeof AlertRecord>;

/** Who takes an alert, as people name them. */
export const AlertAcknowledgement = Type.Object(
  { who: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }) },
  { additionalProperties: false },
);
export type AlertAcknowledgement = Static<typeof AlertAcknowledgement>;
