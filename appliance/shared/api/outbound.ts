import { Type, type Static } from 'typebox';
import { E164 } from '../lines/setting.ts';

/** Why somebody is called: it decides what they are asked at the end. */
export const OutboundPurpose = Type.Union([
  Type.Literal('confirmation'),
  Type.Literal('reminder'),
  Type.Literal('call_back'),
]);
export type OutboundPurpose = Static<typeof OutboundPurpose>;

/**
 * What came of one ring. `confirmed` and `declined`: by a key or a word. `heard`: somebody answered, and said neither. `voicemail`:
 * a neutral message was left. `lost`: the box lost the call.
 */
export const OutboundOutcome = Type.Union([
  Type.Literal('confirmed'),
  Type.Literal('declined'),
  Type.Literal('heard'),
  Type.Literal('voicemail'),
  Type.Literal('busy'),
  Type.Literal('no_answer'),
  Type.Literal('refused'),
  Type.Literal('failed'),
  Type.Literal('lost'),
]);
export type OutboundOutcome = Static<typeof OutboundOutcome>;

export const OutboundAttempt = Type.Object({
  at: Type.Integer({ description: 'epoch ms, UTC' }),
  outcome: OutboundOutcome,
  status: Type.Integer({ description: 'SIP status that decided it; 0 when none did' }),
  ms: Type.Integer({ description: 'from the first ring to the outcome' }),
});
export type OutboundAttempt = Static<typeof OutboundAttempt>;

/** A call the office asks for. */
export const NewOutboundCall = Type.Object(
  {
    to: E164,
    purpose: OutboundPurpose,
    text: Type.String({ minLength: 1, maxLength: 400, description: 'said to a person, never to a voicemail' }),
    who: Type.Optional(Type.String({ maxLength: 60 })),
  },
  { additionalProperties: false },
);
export type NewOutboundCall = Static<typeof NewOutboundCall>;

export const OutboundCallRecord = Type.Object({
  id: Type.String(),
  direction: Type.Literal('out'),
  to: Type.String(),
  purpose: OutboundPurpose,
  text: Type.String(),
  status: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('calling'),
    Type.Literal('ringing'),
    Type.Literal('talking'),
    Type.Literal('done'),
    Type.Literal('cancelled'),
  ]),
  /** Of the last attempt once the call is done. */
  outcome: Type.Union([OutboundOutcome, Type.Null()]),
  attempts: Type.Array(OutboundAttempt),
  dueAt: Type.Integer({ description: 'epoch ms, UTC: not before' }),
  createdAt: Type.Integer({ description: 'epoch ms, UTC' }),
  requestedBy: Type.String(),
});
export type OutboundCallRecord = Static<typeof OutboundCallRecord>;
