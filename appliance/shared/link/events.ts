import { Type, type Static } from 'typebox';
import { CallIdentityRecord } from '../api/identity.ts';
import { NotReached, OutboundPurpose } from '../api/outbound.ts';
import { LineQuality } from '../api/trace.ts';
import { TransferRecord } from '../api/transfer.ts';
import { LineMode } from '../lines/setting.ts';

/** Stage times of one turn, all in ms of the voice process's monotonic clock, or durations where the name ends in Ms. */
export const HearingTimes = Type.Object({
  /** Silence waited for before the turn was taken as over. */
  endpointMs: Type.Number(),
  /** From the endpoint to the final text. */
  sttMs: Type.Number(),
});
export type HearingTimes = Static<typeof HearingTimes>;

/** Why we rang `to`; `about` is the visit (its id), or the call that broke off. */
export const OutboundReason = Type.Object({ purpose: OutboundPurpose, about: Type.String() });
export type OutboundReason = Static<typeof OutboundReason>;

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
    outbound: Type.Optional(OutboundReason),
    /** A copy of a call that goes on elsewhere: it is written down, and nothing is decided in it. */
    shadow: Type.Optional(Type.Boolean()),
  }),
  Type.Object({ kind: Type.Literal('recording.started'), path: Type.String(), offsetMs: Type.Number() }),
  Type.Object({ kind: Type.Literal('recording.failed'), reason: Type.String() }),
  /** A stretch was taken out of the recording as core ordered; `onDisk`: part of it was there, and has been overwritten. */
  Type.Object({
    kind: Type.Literal('recording.silenced'),
    command: Type.String(),
    /** Ms since answer. */
    fromMs: Type.Number(),
    toMs: Type.Number(),
    onDisk: Type.Boolean(),
  }),
  /** The recording was ended and deleted as core ordered, or never was. */
  Type.Object({ kind: Type.Literal('recording.stopped'), command: Type.String() }),
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
    /** Characters given to the premium voice for it, whether they were heard or not. */
    premiumCharacters: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  Type.Object({ kind: Type.Literal('silence'), command: Type.String(), ms: Type.Number() }),
  Type.Object({
    kind: Type.Literal('transfer.result'),
    command: Type.String(),
    ...TransferRecord.properties,
  }),
  /** A call that core ordered by `dial` rings. Once it is answered, `call.started` follows under the same id. */
  Type.Object({ kind: Type.Literal('outbound.ringing') }),
  /** It was not answered: the end of the attempt. */
  Type.Object({
    kind: Type.Literal('outbound.result'),
    outcome: NotReached,
    status: Type.Integer(),
    ms: Type.Integer(),
  }),
  /** Whoever we rang sounds like an answering machine: a greeting without a pause, or a beep. */
  Type.Object({ kind: Type.Literal('machine') }),
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
  /** A caller was sent on to another number by a call of ours, and we only carried their sound; told afterwards. */
  Type.Object({
    kind: Type.Literal('call.forwarded'),
    line: Type.String(),
    from: Type.String(),
    to: Type.String(),
    identity: Type.Optional(CallIdentityRecord),
    startedAt: Type.Number(),
    endedAt: Type.Number(),
    by: Type.Union([Type.Literal('caller'), Type.Literal('us'), Type.Literal('lost')]),
    reason: Type.String(),
    /** The number that was rung, and whether both were joined: else the caller gave up. */
    forwardedTo: Type.String(),
    joined: Type.Boolean(),
    quality: Type.Optional(LineQuality),
  }),
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
    /** Ms since answer. */
    transcript: Type.Array(
      Type.Object({ text: Type.String(), startMs: Type.Number(), endMs: Type.Optional(Type.Number()) }),
    ),
    recording: Type.Optional(Type.String()),
    /** Where in the call the recording began, ms since answer. */
    recordingOffsetMs: Type.Optional(Type.Number()),
    quality: Type.Optional(LineQuality),
  }),
]);
export type CallEvent = Static<typeof CallEvent>;
