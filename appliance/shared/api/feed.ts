import { Type, type Static } from 'typebox';
import { JobRecord, SlotRecord } from './records.ts';

/**
 * The live feed, `GET /api/v1/feed` as a WebSocket. The server speaks, the client only listens:
 * first one `snapshot`, then changes to it. A client that cannot keep up gets a fresh snapshot in place of what it missed,
 * so a snapshot may come at any time and replaces all that was known.
 */

/** Whose words they are. */
export const Speaker = Type.Union([Type.Literal('caller'), Type.Literal('us')]);
export type Speaker = Static<typeof Speaker>;

/** Facts collected so far, by slot name. */
export const Slots = Type.Record(Type.String(), SlotRecord);
export type Slots = Static<typeof Slots>;

/** One thing said. The same `id` again replaces what stood there: partials grow, then a final text stands. */
export const Utterance = Type.Object({
  id: Type.String(),
  who: Speaker,
  text: Type.String(),
  /** True while the recognizer may still change its mind, or while we are still speaking. */
  partial: Type.Boolean(),
  /** Milliseconds since the call was answered. */
  atMs: Type.Number(),
});
export type Utterance = Static<typeof Utterance>;

/** A call in progress, or just ended. Instants are epoch ms of the box's business clock. */
export const LiveCall = Type.Object({
  id: Type.String(),
  line: Type.String(),
  /** The caller's number as the trunk gave it, '' when withheld. It can be forged. */
  from: Type.String(),
  startedAt: Type.Number(),
  /** True when the bench recognizer hears this call. */
  bench: Type.Boolean(),
  phase: Type.String(),
  urgency: Type.String(),
  utterances: Type.Array(Utterance),
  slots: Slots,
  /** Null while the call goes on. */
  ended: Type.Union([
    Type.Object({
      at: Type.Number(),
      by: Type.Union([Type.Literal('caller'), Type.Literal('us'), Type.Literal('lost')]),
      outcome: Type.Union([Type.String(), Type.Null()]),
    }),
    Type.Null(),
  ]),
});
export type LiveCall = Static<typeof LiveCall>;

/** What the page says about the box itself. */
export const BoxInfo = Type.Object({
  /** The shop's name. */
  shop: Type.String(),
  /** What to ring to try it: a phone number or a SIP address; '' when no line is set up. */
  ring: Type.String(),
  /** IANA zone in which times are shown. */
  zone: Type.String(),
  /** True while the bench recognizer is in use. */
  bench: Type.Boolean(),
});
export type BoxInfo = Static<typeof BoxInfo>;

export const FeedSnapshot = Type.Object({
  type: Type.Literal('snapshot'),
  /** The box's business time, epoch ms: what "now" is for every instant in the feed. */
  at: Type.Number(),
  box: BoxInfo,
  calls: Type.Array(LiveCall),
});
export type FeedSnapshot = Static<typeof FeedSnapshot>;

export const FeedChange = Type.Union([
  Type.Object({
    type: Type.Literal('call.started'),
    call: Type.String(),
    line: Type.String(),
    from: Type.String(),
    startedAt: Type.Number(),
    bench: Type.Boolean(),
  }),
  Type.Object({ type: Type.Literal('call.utterance'), call: Type.String(), utterance: Utterance }),
  Type.Object({
    type: Type.Literal('call.slots'),
    call: Type.String(),
    phase: Type.String(),
    urgency: Type.String(),
    slots: Slots,
  }),
  Type.Object({
    type: Type.Literal('call.ended'),
    call: Type.String(),
    at: Type.Number(),
    by: Type.Union([Type.Literal('caller'), Type.Literal('us'), Type.Literal('lost')]),
    outcome: Type.Union([Type.String(), Type.Null()]),
  }),
  Type.Object({ type: Type.Literal('job.booked'), job: JobRecord }),
  Type.Object({ type: Type.Literal('box'), box: BoxInfo }),
]);
export type FeedChange = Static<typeof FeedChange>;

export const FeedMessage = Type.Union([FeedSnapshot, FeedChange]);
export type FeedMessage = Static<typeof FeedMessage>;
