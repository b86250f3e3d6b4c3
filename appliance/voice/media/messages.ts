import type { G711Law } from './g711.ts';
import type { InboundStats } from './inbound.ts';
import type { OneWayLimits, OneWayReport } from './one-way.ts';
import type { LoggedPackets } from './packet-log.ts';
import type { Played } from './playout.ts';
import type { PortRange } from './ports.ts';
import type { RecordingResult } from './recording.ts';
import type { SrtpKeys, SrtpSuite } from './srtp/suite.ts';

/** What an answer (SDP) agreed for one call. */
export interface LegFormat {
  /** IP address or name from the peer's `c=` line. */
  readonly remoteHost: string;
  readonly remotePort: number;
  readonly codec: G711Law;
  readonly payloadType: number;
  /** Of telephone-event, null when the peer offered none. */
  readonly dtmfPayloadType: number | null;
  /** Packet length, ms: 10, 20, 30, 40 or 60. */
  readonly ptime: number;
  /** Null: in the clear. */
  readonly srtp: SrtpKeys | null;
  /** IP addresses and CIDR ranges of the carrier: sound from there is preferred over a stranger's. */
  readonly carrier: readonly string[];
  /** Nothing is sent: the far end is listened to (RFC 3264 section 6.1, `recvonly`). */
  readonly listenOnly?: boolean;
}

export interface SrtpStats {
  readonly suite: SrtpSuite;
  /** Packets that no key of the call opens: forged, damaged, or under a key that was not agreed. */
  readonly unauthenticated: number;
  readonly replayed: number;
}

export interface LegStats extends InboundStats {
  /** Of the latest sound that came. */
  readonly codec: G711Law;
  /** Length of the packets we send, ms. */
  readonly ptime: number;
  readonly sentPackets: number;
  /** Ticks that went by unsent because the machine stood still for more than 60 ms. */
  readonly skippedTicks: number;
  readonly sendErrors: number;
  /** Packets from elsewhere than the call's peer, or no RTP of this call. */
  readonly refusedPackets: number;
  /** By RTCP; null until the peer reported. */
  readonly roundTripMs: number | null;
  /** Part of our packets that the peer says it lost, 0..1. */
  readonly peerLoss: number | null;
  /** Null: in the clear. */
  readonly srtp: SrtpStats | null;
  /** How often the peer's packets went over to another source (symmetric RTP). */
  readonly sourceMoves: number;
  /** Where we send: `host:port`, '' while the peer named no usable address. */
  readonly sendingTo: string;
}

/** The media clock's health since it was last asked. Lateness is that of whole ticks, ms. */
export interface MediaLoad {
  readonly legs: number;
  readonly ticks: number;
  readonly lateP50: number;
  readonly lateP99: number;
  readonly lateMax: number;
  /** CPU time of the media thread, ms. */
  readonly cpuMs: number;
}

export interface MediaTimeouts {
  /** Until the first packet, ms. */
  readonly initialMs: number;
  /** Between packets, ms. */
  readonly laterMs: number;
}

export interface WorkerSettings {
  readonly host: string;
  readonly ports: PortRange;
  readonly quarantineMs: number;
  readonly timeouts: MediaTimeouts;
  readonly oneWay: OneWayLimits;
  readonly statsEveryMs: number;
  /** process.hrtime (ns) at which the main thread's performance.now() was zero: both threads then read one clock. */
  readonly clockZero: bigint;
}

/** Played, and when its first packet went out by the process's monotonic clock. */
export interface LegPlayed extends Played {
  /** performance.now() of the main thread, ms; null when nothing was sent. */
  readonly firstPacketAt: number | null;
}

/** What a leg is told whatever carries its sound. */
export type SoundCommand =
  | { readonly type: 'hold'; readonly held: boolean; readonly music: boolean }
  | { readonly type: 'play'; readonly id: string; readonly pcm: Int16Array; readonly last: boolean }
  | { readonly type: 'pause' | 'resume' }
  | { readonly type: 'stop'; readonly id: string | null }
  | { readonly type: 'record'; readonly path: string }
  /** Takes a stretch of media time out of the recording; `toMs` null: it goes on, until told again with its end. */
  | { readonly type: 'silence'; readonly id: string; readonly fromMs: number; readonly toMs: number | null }
  /** Ends the recording, deletes it, and begins no other. */
  | { readonly type: 'discard'; readonly id: string };

/** Lets two legs hear each other and nobody else. */
export interface JoinCommand {
  readonly type: 'join';
  /** Number of the other leg. */
  readonly other: number;
  /** The recording of this leg goes on. */
  readonly record: boolean;
}

export type LegCommand =
  | SoundCommand
  | { readonly type: 'start'; readonly format: LegFormat }
  | { readonly type: 'press'; readonly digits: string };

/** What a stream leg is told: the bytes of its line are read and written on the main thread. */
export type StreamCommand =
  | SoundCommand
  | { readonly type: 'begin' }
  | { readonly type: 'heard'; readonly pcm: Int16Array }
  | { readonly type: 'key'; readonly digit: string }
  /** The far end has played all up to this mark. */
  | { readonly type: 'marked'; readonly name: string };

/** What a stream leg has for its line, in order. `clear`: what the far end has not played is not to be played. */
export type StreamOut =
  | { readonly kind: 'sound'; readonly pcm: Int16Array }
  | { readonly kind: 'mark'; readonly name: string }
  | { readonly kind: 'clear' };

export type ToWorker =
  | { readonly type: 'open'; readonly request: number; readonly leg: number }
  /** A leg without sockets. @see MediaStreamDeps.ahead */
  | { readonly type: 'open.stream'; readonly request: number; readonly leg: number; readonly ahead: number }
  | { readonly type: 'leg'; readonly leg: number; readonly command: LegCommand | StreamCommand | JoinCommand }
  | { readonly type: 'close'; readonly request: number; readonly leg: number }
  | { readonly type: 'load'; readonly request: number }
  | { readonly type: 'shutdown'; readonly request: number };

/**
 * `agreed`: what SIP agreed on; `source`: where packets come from; `stream`: another SSRC; `codec`: another law; `hold`; `keys`: what
 * comes is encrypted under a key that was not agreed on.
 */
export type MediaNote = 'agreed' | 'source' | 'stream' | 'codec' | 'hold' | 'keys';

export type LegEvent =
  /** Of a stream leg only. */
  | { readonly type: 'out'; readonly out: readonly StreamOut[] }
  | { readonly type: 'digit'; readonly digit: string; readonly atMs: number }
  | { readonly type: 'played'; readonly played: LegPlayed }
  | { readonly type: 'stats'; readonly stats: LegStats }
  /** Something that happened to the sound, for whoever looks into the call. */
  | { readonly type: 'note'; readonly kind: MediaNote; readonly detail: string }
  /** The headers of its latest packets, once, while the leg closes. */
  | { readonly type: 'packets'; readonly log: LoggedPackets }
  | { readonly type: 'timeout'; readonly silentMs: number }
  | { readonly type: 'one_way'; readonly report: OneWayReport }
  | { readonly type: 'recording.started'; readonly path: string; readonly offsetMs: number }
  | { readonly type: 'recording.failed'; readonly path: string; readonly reason: string }
  | {
      readonly type: 'recording.silenced';
      readonly id: string;
      readonly fromMs: number;
      readonly toMs: number;
      /** Part of it was on disk, and has been overwritten there. */
      readonly onDisk: boolean;
    }
  | { readonly type: 'recording.stopped'; readonly id: string };

export type Reply =
  | { readonly ok: true; readonly value: { readonly port: number } | RecordingResult | MediaLoad | null }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly fix: string | undefined;
      readonly retryable: boolean;
    };

/** Frames of many legs: frame i is of `legs[i]`, at `atMs[i]` of its media time, its samples at `i * 160`. */
export interface FrameBatch {
  readonly legs: Uint32Array;
  readonly atMs: Float64Array;
  readonly pcm: Int16Array<ArrayBuffer>;
}

export type FromWorker =
  /** Every frame of one tick in one message; of those sent, what was no silence. */
  | { readonly type: 'frames'; readonly heard: FrameBatch; readonly sent: FrameBatch }
  | { readonly type: 'leg'; readonly leg: number; readonly event: LegEvent }
  | { readonly type: 'reply'; readonly request: number; readonly reply: Reply };
