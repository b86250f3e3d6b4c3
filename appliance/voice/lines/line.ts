import type { LineState } from '#shared/link/messages.ts';
import type { Media } from '../media/media.ts';
import type { SoundLeg } from '../media/sound-leg.ts';
import type { CallEnd, Party } from '../sip/session/call.ts';
import type { CallIdentity } from '../sip/session/identity.ts';
import type { ReferralOutcome } from '../sip/session/referral.ts';
import type { Direction } from '../sip/session/media.ts';

/** A call as a line hands it to whoever conducts it. What carries its sound stays below: see `openLeg`. */
export interface LineCall {
  /** As the far end names the call: Call-ID with SIP. */
  readonly id: string;
  readonly from: Party;
  readonly to: Party;
  /** Name of the SIP trunk it came over; null when it came from elsewhere. */
  readonly trunk: string | null;
  /** What the signalling says of the caller beside the number; left out where a line tells nothing. */
  readonly identity?: CallIdentity;
  /** It rings until `answer`; else the caller is connected by now and hears nothing of phones that ring elsewhere. */
  readonly rings: boolean;
  /** Lets the caller hear that it rings, where the line can tell. */
  ring(): void;
  /**
   * Opens the leg its sound runs through, once, before `answer`.
   * @throws PilotError as `Media.openLeg`
   */
  openLeg(media: Media): Promise<SoundLeg>;
  /**
   * Takes the call and starts its leg.
   * @throws PilotError `sip_call_over` or `stream_call_over` when the call ended before that, `media.ptime`
   */
  answer(): Promise<void>;
  /** In place of `answer`: takes the call to listen to it; nothing is sent. Left out where a line cannot. Throws as `answer`. */
  listen?(): Promise<void>;
  /**
   * Turns the call away before `answer`.
   * @param status as SIP counts: 503 overload, 486 busy, 480 not now
   * @param retryAfter seconds
   */
  reject(status: number, reason?: string, retryAfter?: number): void;
  /**
   * Sends the caller to another number, before `answer`; left out where a line has no way to.
   * @param number E.164
   * @param why a Diversion reason (RFC 5806): `unconditional`, `time-of-day`
   */
  redirect?(number: string, why: string): void;
  /** Ends the call. Does nothing when it has ended. */
  hangup(reason?: string): void;
  /** Told once, also to those who listen late. */
  onEnded(handler: (end: CallEnd) => void): void;
  /** A key told beside the sound; keys in the sound come from the leg. */
  onDigit(handler: (digit: string) => void): void;
  /** The direction of the sound as our side sees it, whenever the far end changed it (hold, resume). */
  onDirection(handler: (direction: Direction) => void): void;
  /**
   * Asks the far end to hold, or to take the call back.
   * @returns the direction agreed; null when the far end refused, or the line cannot tell it
   */
  offerDirection(direction: Direction): Promise<Direction | null>;
  /**
   * Asks the line to ring somebody in our place and to take the caller there; absent where the line cannot.
   * @param to URI
   */
  refer?(to: string): Promise<ReferralOutcome>;
}

export interface LineHealth {
  readonly ok: boolean;
  /** What is wrong, or how busy it is: one sentence for a person. */
  readonly detail: string;
  readonly liveCalls: number;
}

/** Something people ring us on: SIP trunks, a media stream of a carrier, a socket of a PBX. */
export interface Line {
  readonly name: string;
  /** Where it listens, as a person would write it. */
  readonly address: string;
  /** The line a call rings: by its number, where numbers have lines of their own. */
  nameOf(call: LineCall): string;
  onCall(handler: (call: LineCall) => void): void;
  /** How it stands now, for people: one entry a trunk. */
  states(): LineState[];
  health(): LineHealth;
  /** Ends its calls, then stops listening. */
  close(): Promise<void>;
}
