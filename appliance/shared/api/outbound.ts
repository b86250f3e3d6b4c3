import { Type, type Static } from 'typebox';
import { E164 } from '../lines/setting.ts';

/**
 * Why the box rings somebody: a visit is to be confirmed or reminded of, a call broke off (`abandoned_booking`: before it
 * came to a booking), or the customer of a visit that is over is asked how it was (`follow_up`).
 */
export const OutboundPurpose = Type.Union([
  Type.Literal('confirmation'),
  Type.Literal('reminder'),
  Type.Literal('call_back'),
  Type.Literal('abandoned_booking'),
  Type.Literal('follow_up'),
]);
export type OutboundPurpose = Static<typeof OutboundPurpose>;

/** What comes of a ring that nobody answers. `lost`: the box lost it. */
export const NotReached = Type.Union([
  Type.Literal('busy'),
  Type.Literal('no_answer'),
  Type.Literal('refused'),
  Type.Literal('failed'),
  Type.Literal('lost'),
]);
export type NotReached = Static<typeof NotReached>;

export const OutboundAttempt = Type.Object({
  at: Type.Integer({ description: 'epoch ms, UTC' }),
  outcome: Type.String({
    description: 'busy, no_answer, refused, failed, lost; where it was answered, the outcome of the call',
  }),
  status: Type.Integer({ description: 'SIP status that decided it; 0 when none did' }),
  ms: Type.Integer({ description: 'from the first ring to the outcome' }),
  call: Type.Union([Type.String(), Type.Null()], { description: 'id of the call, where it was answered' }),
});
export type OutboundAttempt = Static<typeof OutboundAttempt>;

/** A call the office asks for. Whom to ring stands in the records. */
export const NewOutboundCall = Type.Object(
  {
    purpose: OutboundPurpose,
    about: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'a job (J-1042) to confirm, remind of or follow up; else the id of the call that broke off',
    }),
    who: Type.Optional(Type.String({ maxLength: 60 })),
  },
  { additionalProperties: false },
);
export type NewOutboundCall = Static<typeof NewOutboundCall>;

export const OutboundCallRecord = Type.Object({
  id: Type.String(),
  direction: Type.Literal('out'),
  to: E164,
  purpose: OutboundPurpose,
  /** The job it is about; null where it is about a call. */
  jobNumber: Type.Union([Type.String(), Type.Null()]),
  /** The call that broke off; null where it is about a job. */
  earlierCall: Type.Union([Type.String(), Type.Null()]),
  status: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('calling'),
    Type.Literal('ringing'),
    Type.Literal('talking'),
    Type.Literal('done'),
    Type.Literal('cancelled'),
  ]),
  /** Of the last attempt once the call is done. */
  outcome: Type.Union([Type.String(), Type.Null()]),
  attempts: Type.Array(OutboundAttempt),
  dueAt: Type.Integer({ description: 'epoch ms, UTC: not before' }),
  createdAt: Type.Integer({ description: 'epoch ms, UTC' }),
  requestedBy: Type.String(),
});
export type OutboundCallRecord = Static<typeof OutboundCallRecord>;
