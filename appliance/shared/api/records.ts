import { Type, type Static, type TSchema } from 'typebox';
import { CallIdentityRecord } from './identity.ts';
import { CallCost } from './cost.ts';
import { QualificationRecord } from './qualification.ts';
import { LineQuality } from './trace.ts';
import { TransferRecord } from './transfer.ts';

/**
 * What the store hands out and the API answers with. Instants are epoch ms (UTC), offsets are ms since the call was
 * answered, money is integer cents. No record holds a gate or alarm code: `hasGateCode` says that one is kept.
 */
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Instant = Type.Integer({ description: 'epoch milliseconds, UTC' });

/** How sure we are of a fact, as in the conversation's slots. */
const FactState = Type.Union([
  Type.Literal('heard'),
  Type.Literal('read_back'),
  Type.Literal('confirmed'),
  Type.Literal('unconfirmed'),
]);

/** One fact collected in a call. A secret's value is the word `stored`. */
export const SlotRecord = Type.Object({ value: Type.Unknown(), state: FactState });
export type SlotRecord = Static<typeof SlotRecord>;

/** One thing said. For our own sentences `heardText` is what reached the caller, null until the playout clock told. */
export const UtteranceRecord = Type.Object({
  id: Type.String(),
  speaker: Type.Union([Type.Literal('caller'), Type.Literal('us')]),
  text: Type.String(),
  heardText: nullable(Type.String()),
  startMs: nullable(Type.Integer()),
  endMs: nullable(Type.Integer()),
  turn: Type.Integer(),
  acts: Type.Array(Type.String()),
  degraded: Type.Boolean(),
});
export type UtteranceRecord = Static<typeof UtteranceRecord>;

/** Stage times of one of our answers, ms; null where a stage did not happen or was not told. */
export const TurnTiming = Type.Object({
  turn: Type.Integer(),
  command: Type.String(),
  endpointMs: nullable(Type.Number()),
  sttMs: nullable(Type.Number()),
  decideMs: nullable(Type.Number()),
  commitMs: nullable(Type.Number()),
  ttsMs: nullable(Type.Number()),
  firstPacketMs: nullable(Type.Number()),
  voiceToVoiceMs: nullable(Type.Number()),
});
export type TurnTiming = Static<typeof TurnTiming>;

const MoneyRecord = Type.Object({ cents: Type.Integer(), currency: Type.Literal('USD') });

const FeeRecord = Type.Object({
  fee: MoneyRecord,
  spokenFee: MoneyRecord,
  feeRule: Type.Union([Type.Literal('credited'), Type.Literal('not_credited')]),
  range: nullable(Type.Object({ low: MoneyRecord, high: MoneyRecord })),
  estimate: nullable(MoneyRecord),
  deposit: nullable(MoneyRecord),
});

const VisitRecord = Type.Object({
  id: Type.String(),
  startsAt: Instant,
  endsAt: Instant,
  /** IANA zone of the place. */
  zone: Type.String(),
  /** The promise as local wall time: `2026-11-23`, `21:00`, `23:00`. */
  date: Type.String(),
  windowStart: Type.String(),
  windowEnd: Type.String(),
  afterHours: Type.Boolean(),
  status: Type.String(),
  technician: nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  hasGateCode: Type.Boolean(),
  access: nullable(Type.String()),
  pets: nullable(Type.String()),
});

/** A fact stored as heard, with its place in the recording. */
export const UnconfirmedFact = Type.Object({ slot: Type.String(), heard: Type.String(), offsetMs: Type.Number() });
export type UnconfirmedFact = Static<typeof UnconfirmedFact>;

export const JobRecord = Type.Object({
  id: Type.String(),
  number: Type.String({ description: 'as people see it: J-1042' }),
  status: Type.String(),
  createdAt: Instant,
  callId: nullable(Type.String()),
  serviceType: Type.Object({ code: Type.String(), name: Type.String(), trade: Type.String() }),
  problem: Type.String(),
  details: Type.Array(Type.String()),
  urgency: Type.String(),
  afterHours: Type.Boolean(),
  customer: Type.Object({
    id: Type.String(),
    name: Type.String(),
    nameConfirmed: Type.Boolean(),
    phone: Type.String({ description: 'E.164 where it could be normalised' }),
    phoneConfirmed: Type.Boolean(),
  }),
  location: Type.Object({
    id: Type.String(),
    houseNumber: Type.String(),
    street: Type.String(),
    unit: nullable(Type.String()),
    city: Type.String(),
    state: Type.String(),
    zip: nullable(Type.String()),
    confirmed: Type.Boolean(),
  }),
  visit: nullable(VisitRecord),
  price: nullable(FeeRecord),
  unconfirmed: Type.Array(UnconfirmedFact),
});
export type JobRecord = Static<typeof JobRecord>;

export const TaskRecord = Type.Object({
  id: Type.String(),
  kind: Type.String({ description: 'call_back, alert, review' }),
  status: Type.Union([Type.Literal('open'), Type.Literal('done')]),
  callId: nullable(Type.String()),
  reason: Type.String(),
  text: Type.String(),
  name: nullable(Type.String()),
  phone: nullable(Type.String()),
  urgency: Type.String(),
  createdAt: Instant,
});
export type TaskRecord = Static<typeof TaskRecord>;

export const CallSummary = Type.Object({
  id: Type.String(),
  line: Type.String(),
  /** `out`: the box rang `to`. */
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
  /** As the trunk gave it, '' when withheld. Unverified. */
  from: Type.String(),
  to: Type.String(),
  startedAt: Instant,
  endedAt: nullable(Instant),
  status: Type.Union([Type.Literal('live'), Type.Literal('ended')]),
  /** `booked`, `message`, `emergency`, `transferred`, `abandoned`, `cut_off` ...; null while none. */
  outcome: nullable(Type.String()),
  urgency: Type.String(),
  phase: Type.String(),
  /** True when the bench recognizer was in use: it understands synthesized test voices only. */
  bench: Type.Boolean(),
  jobNumber: nullable(Type.String()),
  hasRecording: Type.Boolean(),
});
export type CallSummary = Static<typeof CallSummary>;

/** The caller could not be heard, though we were sending. Times in ms since answer. */
export const OneWayRecord = Type.Object({
  cause: Type.Union([Type.Literal('no_packets'), Type.Literal('digital_silence')]),
  afterMs: Type.Number({ description: 'when it was noticed' }),
  restoredMs: nullable(Type.Number({ description: 'when sound came after all' })),
});
export type OneWayRecord = Static<typeof OneWayRecord>;

export const CallRecord = Type.Object({
  ...CallSummary.properties,
  engines: Type.Object({ stt: Type.String(), tts: Type.String() }),
  endedBy: nullable(Type.Union([Type.Literal('caller'), Type.Literal('us'), Type.Literal('lost')])),
  endReason: nullable(Type.String()),
  recordingFailure: nullable(Type.String({ description: 'why it was not recorded, or not to its end' })),
  recordingRefused: Type.Boolean({ description: 'the caller wanted no recording, and it was deleted' }),
  oneWay: nullable(OneWayRecord),
  identity: nullable(CallIdentityRecord),
  /** Null while it goes on, and when no packet came. */
  quality: nullable(LineQuality),
  transfer: nullable(TransferRecord),
  qualification: nullable(QualificationRecord),
  /** Null while nothing was written down. */
  cost: nullable(CallCost),
  transcript: Type.Array(UtteranceRecord),
  slots: Type.Record(Type.String(), SlotRecord),
  job: nullable(JobRecord),
  tasks: Type.Array(TaskRecord),
  timings: Type.Array(TurnTiming),
});
export type CallRecord = Static<typeof CallRecord>;

/** A promise to act, as screens show it. */
export const OutboxRecord = Type.Object({
  id: Type.String(),
  kind: Type.String({ description: 'office.booked, office.message, oncall.alert, visit.confirmed, deposit.link' }),
  channel: Type.String({
    description: 'email, sms, call; what no channel of this box carries waits for configuration',
  }),
  recipient: Type.String({ description: 'E.164 or an address; empty: the office' }),
  status: Type.Union(
    (
      ['pending', 'waiting_for_configuration', 'claimed', 'sending', 'sent', 'unknown', 'dead', 'not_needed'] as const
    ).map((s) => Type.Literal(s)),
  ),
  dueAt: Instant,
  deadlineAt: nullable(Instant),
  attempts: Type.Integer(),
  lastError: nullable(Type.String()),
  createdAt: Instant,
});
export type OutboxRecord = Static<typeof OutboxRecord>;
