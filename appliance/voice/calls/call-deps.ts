import type { LineQuality } from '#shared/api/trace.ts';
import type { CallEvent, OutboundReason } from '#shared/link/events.ts';
import type { Log } from '#observe/log.ts';
import type { LineCall } from '../lines/line.ts';
import type { SoundLeg } from '../media/sound-leg.ts';
import type { PremiumVoice, TextToSpeech } from '../speech/ports.ts';
import type { OwnerDesk } from '../owner/desk.ts';
import type { OpenEar } from './ear.ts';
import type { People } from './transfer/people.ts';
import type { AloneEvent } from './spool.ts';

export type EndedBy = Extract<CallEvent, { kind: 'call.ended' }>['by'];

/** What a call needs of its line. */
export type CallLine = Pick<
  LineCall,
  | 'from'
  | 'to'
  | 'trunk'
  | 'identity'
  | 'ring'
  | 'answer'
  | 'hangup'
  | 'onEnded'
  | 'onDirection'
  | 'onDigit'
  | 'offerDirection'
  | 'refer'
>;

/** What a call needs of its media. */
export type CallLeg = Pick<
  SoundLeg,
  | 'id'
  | 'hold'
  | 'join'
  | 'play'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'record'
  | 'silence'
  | 'discardRecording'
  | 'close'
  | 'onFrame'
  | 'onSent'
  | 'onDigit'
  | 'onPlayed'
  | 'onTimeout'
  | 'onOneWay'
  | 'onRecordingStarted'
  | 'onRecordingFailed'
  | 'onRecordingStopped'
  | 'onSilenced'
>;

export interface CallDeps {
  readonly id: string;
  readonly line: string;
  readonly incoming: CallLine;
  readonly leg: CallLeg;
  /** How good the line was; final once the leg is closed. */
  readonly quality: () => LineQuality | null;
  readonly tts: TextToSpeech;
  readonly premium: PremiumVoice | null;
  readonly openEar: OpenEar;
  readonly people: People;
  readonly engines: { stt: string; tts: string; bench: boolean };
  readonly recordingPath: string;
  readonly takeMessage: boolean;
  /** Changes of the line by keys; null when no PIN is set. */
  readonly owner: OwnerDesk | null;
  /** It is we who rang: why, and whom (E.164). */
  readonly outbound?: OutboundReason & { readonly to: string };
  /** The line is switched off and nobody else can be rung: the caller leaves a message, and core has no part in it. */
  readonly messageOnly?: boolean;
  /** Epoch ms of business time, and ms of a clock that never jumps. */
  readonly now: () => number;
  readonly monotonic: () => number;
  readonly log: Log;
  /** Returns the number of the event. */
  readonly send: (body: CallEvent) => number;
  readonly sendVolatile: (body: CallEvent) => void;
  /** A message that is being taken without core, so far. */
  readonly keep: (alone: AloneEvent) => void;
  /** The call is over; `alone` holds the message when core took no part in its end. Told once. */
  readonly onEnded: (alone: AloneEvent | null) => void;
}
