import { Type, type Static } from 'typebox';

/** What a line did: the messages of a call, what happened to its sound, and how good the line was. Instants are epoch ms. */
const nullable = <T extends ReturnType<typeof Type.Number | typeof Type.String>>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Instant = Type.Number({ description: 'epoch milliseconds, UTC' });
const Count = Type.Integer({ minimum: 0 });

/** How good the line was, as our end measured it. Percentages are 0..100 of the packets due. */
export const LineQuality = Type.Object({
  codec: Type.String({ description: 'of the sound that came: PCMU, PCMA' }),
  receivedPackets: Count,
  lostPackets: Count,
  /** Came after they had been given up on. */
  latePackets: Count,
  reorderedPackets: Count,
  duplicatePackets: Count,
  /** Packets that were not heard: lost on the way, or too late. */
  lossPercent: Type.Number(),
  /** RFC 3550 appendix A.8: at the end of the call, and the highest. */
  jitterMs: Type.Number(),
  maxJitterMs: Type.Number(),
  sentPackets: Count,
  /** From elsewhere than the call's peer, or no packet of this call. */
  refusedPackets: Count,
  /** By RTCP; null when the far end never reported. */
  roundTripMs: nullable(Type.Number()),
  peerLossPercent: nullable(Type.Number()),
  /** How often the sound went over to another source (symmetric RTP). */
  sourceMoves: Count,
  /** Listening quality of what came, 1 to 4.4, by a simplified E-model (ITU-T G.107). Null before any packet. */
  mos: nullable(Type.Number()),
  /** Left out: the sound was in the clear. */
  srtp: Type.Optional(
    Type.Object({
      suite: Type.String(),
      /** Dropped: no key of the call opens them. */
      unauthenticatedPackets: Count,
      replayedPackets: Count,
    }),
  ),
});
export type LineQuality = Static<typeof LineQuality>;

/** One SIP message as it stood on the wire, without its secrets. */
export const TracedMessage = Type.Object({
  at: Instant,
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
  transport: Type.String({ description: 'UDP, TCP, TLS' }),
  local: Type.String({ description: 'address:port' }),
  peer: Type.String({ description: 'address:port' }),
  callId: Type.String(),
  text: Type.String(),
});
export type TracedMessage = Static<typeof TracedMessage>;

/** Something that happened to the call beside its messages. */
export const TraceNote = Type.Object({ at: Instant, kind: Type.String(), detail: Type.String() });
export type TraceNote = Static<typeof TraceNote>;

export const TraceSummary = Type.Object({
  /** The call's id; the Call-ID of what never became a call. */
  id: Type.String(),
  kind: Type.Union([Type.Literal('call'), Type.Literal('refused'), Type.Literal('other')]),
  method: Type.String(),
  peer: Type.String(),
  from: Type.String(),
  to: Type.String(),
  startedAt: Instant,
  endedAt: nullable(Type.Number()),
  /** The last final status of the first request; 0 while there is none. */
  status: Type.Integer(),
  messages: Count,
  end: nullable(Type.String()),
  quality: Type.Union([LineQuality, Type.Null()]),
});
export type TraceSummary = Static<typeof TraceSummary>;

/** The headers of a call's latest RTP packets, as `pilot trace --pcap` writes them. */
export const TracedPackets = Type.Object({
  local: Type.String({ description: 'address:port of our end' }),
  peers: Type.Array(Type.String({ description: 'address:port of far ends' })),
  /** At which instant (epoch ms) the records' clock stood at 0. */
  zero: Type.Number(),
  records: Type.String({
    description:
      'base64 of 24 bytes a packet, little endian: ms since zero (double), came in (1 byte), index of the far end (1 byte), length (2 bytes), RTP header (12 bytes)',
  }),
});
export type TracedPackets = Static<typeof TracedPackets>;

export const TraceRecord = Type.Object({
  ...TraceSummary.properties,
  /** Numbers and names are masked. Keys, passwords and pressed keys always are. */
  masked: Type.Boolean(),
  entries: Type.Array(TracedMessage),
  /** Messages in the middle that were let go to stay within bounds. */
  leftOut: Count,
  notes: Type.Array(TraceNote),
  /** Where they were asked for and are kept: after the end of the call, for the latest calls. */
  packets: Type.Optional(TracedPackets),
});
export type TraceRecord = Static<typeof TraceRecord>;

/** Packets that were not answered, by where they came from. */
export const DroppedSource = Type.Object({
  address: Type.String(),
  /** From an address that may not speak to us. */
  foreign: Count,
  /** No SIP message. */
  malformed: Count,
  firstAt: Instant,
  lastAt: Instant,
  /** First line of the last one, cut short. */
  last: Type.String(),
});
export type DroppedSource = Static<typeof DroppedSource>;

/** Newest first. */
export const TraceOverview = Type.Object({
  traces: Type.Array(TraceSummary),
  dropped: Type.Array(DroppedSource),
  /** Packets of sources that are no longer told apart. */
  droppedElsewhere: Count,
});
export type TraceOverview = Static<typeof TraceOverview>;
