import { Type, type Static } from 'typebox';
import { CallIdentityRecord } from '../api/identity.ts';
import { OutboundOutcome } from '../api/outbound.ts';
import { LineQuality, TraceOverview, TraceRecord } from '../api/trace.ts';
import { LineMode, LineSetting } from '../lines/setting.ts';
import { TransferRecord } from '../api/transfer.ts';

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
 *     | lines {lines}                        |   how each trunk stands, again at each change
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

/**
 * What the caller is expected to say next. Voice sets its end-of-turn silence by it; core reads the answer by it.
 * `open` free speech; `yes_no`; `choice` one of a few spoken options (windows); `name`; `spelling`; `phone`; `address`; `code`.
 */
export const ExpectKind = Type.Union([
  Type.Literal('open'),
  Type.Literal('yes_no'),
  Type.Literal('choice'),
  Type.Literal('name'),
  Type.Literal('spelling'),
  Type.Literal('phone'),
  Type.Literal('address'),
  Type.Literal('code'),
]);
export type ExpectKind = Static<typeof ExpectKind>;

export const Expectation = Type.Object({
  kind: ExpectKind,
  /** Caller silence after our sentence, in ms, until voice reports `silence`. */
  timeoutMs: Type.Number({ minimum: 0 }),
});
export type Expectation = Static<typeof Expectation>;

/** Stage times of one turn, all in ms of the voice process's monotonic clock, or durations where the name ends in Ms. */
export const HearingTimes = Type.Object({
  /** Silence waited for before the turn was taken as over. */
  endpointMs: Type.Number(),
  /** From the endpoint to the final text. */
  sttMs: Type.Number(),
});
export type HearingTimes = Static<typeof HearingTimes>;

export const CallEvent = Type.Union([
  Type.Object({
    kind: Type.Literal('call.started'),
    line: Type.String(),
    /** Caller's number as the trunk gave it, '' when withheld. Unverified: it can be forged. */
    from: Type.String(),
    to: Type.String(),
    identity: Type.Optional(CallIdentityRecord),
    startedAt: Type.Number(),
    /** What hears and speaks, for the record and for honesty ("bench" must be said wherever it is in use). */
    engines: Type.Object({ stt: Type.String(), tts: Type.String(), bench: Type.Boolean() }),
    /** A copy of a call that goes on elsewhere: it is written down, and nothing is decided in it. */
    shadow: Type.Optional(Type.Boolean()),
  }),
  Type.Object({ kind: Type.Literal('recording.started'), path: Type.String(), offsetMs: Type.Number() }),
  Type.Object({ kind: Type.Literal('recording.failed'), reason: Type.String() }),
  /** Our sound goes out and none of the caller's arrives; told again with `restoredMs` when it does after all. */
  Type.Object({
    kind: Type.Literal('media.one_way'),
    cause: Type.Union([Type.Literal('no_packets'), Type.Literal('digital_silence')]),
    /** Ms since answer. */
    afterMs: Type.Number(),
    restoredMs: Type.Union([Type.Number(), Type.Null()]),
  }),
  Type.Object({
    kind: Type.Literal('speech.partial'),
    utterance: Type.String(),
    text: Type.String(),
  }),
  Type.Object({
    kind: Type.Literal('speech.final'),
    utterance: Type.String(),
    /** What the recognizer produced; may be empty when sound held no words. */
    text: Type.String(),
    /** Offsets into the call, ms since answer. */
    startMs: Type.Number(),
    endMs: Type.Number(),
    /** The `say` command whose sentence this speech interrupted or began during, if any. */
    during: Type.Optional(Type.String()),
    /** The last `say` command that had been played to its end before this speech began, if any. */
    after: Type.Optional(Type.String()),
    times: HearingTimes,
    /** True when a worker died or a fallback engine was used. */
    degraded: Type.Boolean(),
  }),
  Type.Object({ kind: Type.Literal('key'), digits: Type.String(), offsetMs: Type.Number() }),
  Type.Object({
    kind: Type.Literal('say.done'),
    command: Type.String(),
    complete: Type.Boolean(),
    /** What the caller really heard, by the playout clock. */
    heardText: Type.String(),
    heardMs: Type.Number(),
    /** Stages of our answer, ms: command received to first sound ready, and to first packet. */
    ttsMs: Type.Optional(Type.Number()),
    firstPacketMs: Type.Optional(Type.Number()),
    /** From the caller's last speech sample to the first sample of this answer, ms, when it answered speech. */
    voiceToVoiceMs: Type.Optional(Type.Number()),
  }),
  Type.Object({ kind: Type.Literal('silence'), command: Type.String(), ms: Type.Number() }),
  Type.Object({
    kind: Type.Literal('transfer.result'),
    command: Type.String(),
    ...TransferRecord.properties,
  }),
  /** A call that core ordered by `dial`: how far it is, and once what came of it. */
  Type.Object({
    kind: Type.Literal('outbound.progress'),
    status: Type.Union([Type.Literal('ringing'), Type.Literal('talking')]),
  }),
  Type.Object({
    kind: Type.Literal('outbound.result'),
    outcome: OutboundOutcome,
    status: Type.Integer(),
    ms: Type.Integer(),
  }),
  Type.Object({
    kind: Type.Literal('call.ended'),
    by: Type.Union([Type.Literal('caller'), Type.Literal('us'), Type.Literal('lost')]),
    reason: Type.String(),
    endedAt: Type.Number(),
    recording: Type.Optional(Type.String()),
    quality: Type.Optional(LineQuality),
  }),
  /** The caller pressed the owner's PIN: the rest of the call is the owner's, and no conversation. */
  Type.Object({ kind: Type.Literal('owner.entered') }),
  /** Somebody pressed a wrong PIN; `locked` when that was one too many. */
  Type.Object({ kind: Type.Literal('owner.refused'), line: Type.String(), locked: Type.Boolean() }),
  /** The owner changed a line by its phone, after the PIN. */
  Type.Object({ kind: Type.Literal('line.change'), line: Type.String(), mode: LineMode }),
  /** A call that voice handled without core, told afterwards. */
  Type.Object({
    kind: Type.Literal('call.alone'),
    line: Type.String(),
    from: Type.String(),
    to: Type.String(),
    identity: Type.Optional(CallIdentityRecord),
    startedAt: Type.Number(),
    endedAt: Type.Number(),
    reason: Type.String(),
    /** Why core had no part in it; left out: it was away. */
    cause: Type.Optional(Type.Literal('line_off')),
    engines: Type.Object({ stt: Type.String(), tts: Type.String(), bench: Type.Boolean() }),
    transcript: Type.Array(Type.Object({ text: Type.String(), startMs: Type.Number() })),
    recording: Type.Optional(Type.String()),
    quality: Type.Optional(LineQuality),
  }),
]);
export type CallEvent = Static<typeof CallEvent>;

/** One sentence of speech. `clip` marks a fixed phrase that may come from (and go into) the rendered-clip cache. */
export const Sentence = Type.Object({ text: Type.String(), clip: Type.Optional(Type.Boolean()) });
export type Sentence = Static<typeof Sentence>;

/** What a person hears before they take a call: nothing of `briefing` is told until they are known to listen. */
export const Whisper = Type.Object({
  opening: Type.Array(Sentence),
  briefing: Type.Array(Sentence),
  question: Type.Array(Sentence),
});
export type Whisper = Static<typeof Whisper>;

export const CallCommand = Type.Union([
  Type.Object({
    kind: Type.Literal('say'),
    sentences: Type.Array(Sentence),
    /** False for the safety script and the recording notice: they are played to the end. */
    interruptible: Type.Boolean(),
    tier: Type.Union([Type.Literal('cost'), Type.Literal('premium')]),
    /** True when these sentences hold the recording notice: recording may start once they were played. */
    notice: Type.Optional(Type.Boolean()),
    expect: Type.Union([Expectation, Type.Null()]),
  }),
  Type.Object({ kind: Type.Literal('hangup'), reason: Type.String() }),
  /** Hands the caller to a person. Only people of the configuration are rung, whatever is asked for. */
  Type.Object({
    kind: Type.Literal('transfer'),
    /** Names of `transfer.to`, rung one after the other until one takes the call. */
    to: Type.Array(Type.String()),
    /** Said to whoever answers, before the caller is joined. */
    whisper: Whisper,
  }),
  /** The event was taken in and nothing is to be said: keep listening by this expectation. */
  Type.Object({ kind: Type.Literal('listen'), expect: Expectation }),
]);
export type CallCommand = Static<typeof CallCommand>;

/** What is said to whoever the box calls; `voicemail` is all that a machine hears. */
export const OutboundScript = Type.Object({
  ...Whisper.properties,
  yes: Type.Array(Sentence),
  no: Type.Array(Sentence),
  voicemail: Type.Array(Sentence),
});
export type OutboundScript = Static<typeof OutboundScript>;

/** Rings somebody, once per attempt. Events of the attempt carry its id as their call. */
export const DialMessage = Type.Object({
  type: Type.Literal('dial'),
  attempt: Type.String(),
  epoch: Type.Number(),
  /** E.164. */
  to: Type.String(),
  ringMs: Type.Integer({ minimum: 1000 }),
  script: OutboundScript,
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

/** How a trunk stands, as health tells it. */
export const LineState = Type.Object({
  name: Type.String(),
  ok: Type.Boolean(),
  detail: Type.String(),
  fix: Type.Union([Type.String(), Type.Null()]),
});
export type LineState = Static<typeof LineState>;

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
