import { Type, type Static } from 'typebox';
import { TraceOverview, TraceRecord } from '../api/trace.ts';
import { LineSetting } from '../lines/setting.ts';
import { CallCommand } from './commands.ts';
import { CallEvent, OutboundReason } from './events.ts';
import { Expectation } from './expectation.ts';

/**
 * The voice link: typed JSON over a WebSocket on a Unix socket. Voice connects, core listens.
 *
 *   voice                                   core
 *     | hello {protocol, bootId}             |
 *     |------------------------------------->|
 *     |             welcome {protocol, epoch}|
 *     |<-------------------------------------|
 *     | snapshot {calls}                     |   what is playing, what was done, what is expected
 *     |------------------------------------->|
 *     | lines {lines}, engines {engines}     |   how each trunk and each engine outside the box stands, again at each change
 *     |------------------------------------->|
 *     |             modes {lines, open}      |   when the box answers, again at each change
 *     |<-------------------------------------|
 *     | event {call, seq, body}  (again, until acknowledged)
 *     |------------------------------------->|
 *     |      ack {call, seq}                 |   only after the transaction with its effect has committed
 *     |<-------------------------------------|
 *     |      command {call, id, answers, body}
 *     |<-------------------------------------|   carried out once per id
 *     |      ask {request, ask}              |   what a line did; answered by told {request, answer}
 *     |<-------------------------------------|
 */
export const PROTOCOL_VERSION = 1;

/** Rings somebody, once per attempt. Events of the attempt carry its id as their call; who answers is talked to as in any call. */
export const DialMessage = Type.Object({
  type: Type.Literal('dial'),
  attempt: Type.String(),
  epoch: Type.Number(),
  /** E.164. */
  to: Type.String(),
  ringMs: Type.Integer({ minimum: 1000 }),
  reason: OutboundReason,
});
export type DialMessage = Static<typeof DialMessage>;

export const CallSnapshot = Type.Object({
  call: Type.String(),
  line: Type.String(),
  from: Type.String(),
  to: Type.String(),
  startedAt: Type.Number(),
  playing: Type.Union([Type.String(), Type.Null()]),
  heardMs: Type.Number(),
  /** Every command id carried out or begun. */
  done: Type.Array(Type.String()),
  expect: Type.Union([Expectation, Type.Null()]),
});
export type CallSnapshot = Static<typeof CallSnapshot>;

const Standing = {
  name: Type.String(),
  ok: Type.Boolean(),
  detail: Type.String(),
  fix: Type.Union([Type.String(), Type.Null()]),
};

/** How a trunk stands, as health tells it. */
export const LineState = Type.Object(Standing);
export type LineState = Static<typeof LineState>;

/** How an engine outside the box stands, as health tells it. */
export const EngineState = Type.Object(Standing);
export type EngineState = Static<typeof EngineState>;

/** What core may want to know of voice beside its calls. */
export const TraceAsk = Type.Union([
  Type.Object({ kind: Type.Literal('traces') }),
  Type.Object({ kind: Type.Literal('trace'), id: Type.String(), unmasked: Type.Boolean(), packets: Type.Boolean() }),
]);
export type TraceAsk = Static<typeof TraceAsk>;

/** `trace` is null when nothing is kept of it. */
export const TraceAnswer = Type.Union([
  Type.Object({ kind: Type.Literal('traces'), overview: TraceOverview }),
  Type.Object({ kind: Type.Literal('trace'), trace: Type.Union([TraceRecord, Type.Null()]) }),
]);
export type TraceAnswer = Static<typeof TraceAnswer>;

export const VoiceMessage = Type.Union([
  Type.Object({ type: Type.Literal('told'), request: Type.Integer(), answer: TraceAnswer }),
  /** Sent at each connection and whenever a trunk's state has changed. */
  Type.Object({ type: Type.Literal('lines'), lines: Type.Array(LineState) }),
  /** Sent at each connection and whenever an engine's state has changed; nothing when there is none. */
  Type.Object({ type: Type.Literal('engines'), engines: Type.Array(EngineState) }),
  Type.Object({ type: Type.Literal('hello'), protocol: Type.Array(Type.Number()), bootId: Type.String() }),
  Type.Object({ type: Type.Literal('snapshot'), calls: Type.Array(CallSnapshot) }),
  /** `seq` counts from 1 within a call; 0 marks a volatile event (partials) that is neither kept nor acknowledged. */
  Type.Object({
    type: Type.Literal('event'),
    call: Type.String(),
    seq: Type.Integer({ minimum: 0 }),
    /** Epoch ms at which it happened, by voice's clock. */
    at: Type.Number(),
    body: CallEvent,
  }),
]);
export type VoiceMessage = Static<typeof VoiceMessage>;

export const CoreMessage = Type.Union([
  DialMessage,
  Type.Object({ type: Type.Literal('welcome'), protocol: Type.Number(), epoch: Type.Number() }),
  /** What holds for each line, and when the shop is open in the next weeks: spans of epoch ms. */
  Type.Object({
    type: Type.Literal('modes'),
    lines: Type.Array(LineSetting),
    open: Type.Array(Type.Tuple([Type.Integer(), Type.Integer()])),
  }),
  Type.Object({ type: Type.Literal('ack'), call: Type.String(), seq: Type.Integer() }),
  Type.Object({
    type: Type.Literal('command'),
    call: Type.String(),
    /** `call/turn/act`. */
    id: Type.String(),
    /** The event this answers (its seq), 0 when none. */
    answers: Type.Integer({ minimum: 0 }),
    epoch: Type.Number(),
    body: CallCommand,
  }),
  Type.Object({ type: Type.Literal('ask'), request: Type.Integer(), ask: TraceAsk }),
  Type.Object({ type: Type.Literal('refused'), code: Type.String(), message: Type.String() }),
]);
export type CoreMessage = Static<typeof CoreMessage>;
export type ModesMessage = Extract<CoreMessage, { type: 'modes' }>;
