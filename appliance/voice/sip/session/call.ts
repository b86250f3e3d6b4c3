import type { MediaAddress, MediaOffer, NegotiatedMedia, Direction } from './media.ts';
import type { ReferRequest } from './refer.ts';
import type { ReferralOutcome } from './referral.ts';
import type { NameAddr } from '../parse/name-addr.ts';
import type { CallIdentity } from './identity.ts';

/** One end of a call as the signalling names it; unverified. */
export interface Party {
  readonly uri: string;
  /** User part: the number, with telephone trunks. '' when withheld. */
  readonly user: string;
  readonly display: string;
}

/** `status` is the SIP status that ended it, when one did. `error`: lost, timed out, or a far end that broke the protocol. */
export interface CallEnd {
  readonly by: 'remote' | 'local' | 'error';
  readonly reason: string;
  readonly status: number | null;
}

export interface HeaderView {
  get(name: string): string | undefined;
  list(name: string): string[];
}

/** What both directions of calls share once they are answered. */
interface Call {
  /** Call-ID. */
  readonly id: string;
  readonly from: Party;
  readonly to: Party;
  /** Ends the call: BYE after answer, CANCEL or 480 before. Does nothing when it has ended. */
  hangup(reason?: string): void;
  /**
   * Offers the media anew in this direction (hold, resume).
   * @returns what was agreed, or null when the far end refused or the call is not in a state for it
   */
  offerMedia(direction: Direction): Promise<NegotiatedMedia | null>;
  /**
   * Sends the far end on to somebody else by REFER (RFC 3515). The call stays ours: who asked hangs up once it went well, unless
   * the far end does; when it went wrong, the far end is still there.
   */
  refer(request: ReferRequest): Promise<ReferralOutcome>;
  /** The far end's media changed by re-INVITE: hold, resume, another address or codec. */
  onMediaChange(handler: (media: NegotiatedMedia) => void): void;
  /** A key pressed at the far end, told by SIP INFO; keys in the sound (RFC 4733) come from the media. */
  onDigit(handler: (digit: string) => void): void;
  /** Told once, also to those who listen late. */
  onEnded(handler: (end: CallEnd) => void): void;
}

/** A call to us. 100 has been sent; it waits for `answer` or `reject`. */
export interface IncomingCall extends Call {
  /** Name of the trunk it came over; null when it came from elsewhere. */
  readonly trunk: string | null;
  readonly headers: HeaderView;
  readonly identity: CallIdentity;
  /** Null: the caller leaves the offer to us (late offer). */
  readonly offer: MediaOffer | null;
  /** 180, repeated each minute until an answer (RFC 3261 section 13.3.1.1). */
  ring(): void;
  /**
   * Sends 200 with our media.
   * @param direction what we want of it: `recvonly` to listen; what the far end offers may leave less
   * @returns what was agreed; with a late offer, once the ACK has brought the caller's answer
   * @throws PilotError `sip_call_over` when the call ended before that
   */
  answer(media: MediaAddress, direction?: Direction): Promise<NegotiatedMedia>;
  /** @param retryAfter seconds, sent as Retry-After */
  reject(status: number, reason?: string, retryAfter?: number): void;
  /**
   * Sends the caller to another number by 302 (RFC 3261 section 21.3.3), with who sends it on and why (RFC 5806).
   * @param number E.164
   * @param why a Diversion reason: `unconditional`, `time-of-day`
   */
  redirect(number: string, why: string): void;
  /**
   * Somebody else takes this call over (attended transfer, RFC 3891): their call is to be answered, and this one hung up then. Without a
   * handler nobody can.
   */
  onReplaced(handler: (by: IncomingCall) => void): void;
  /** The caller gave up before we answered, or another phone took the call. `onEnded` follows. */
  onCancel(handler: () => void): void;
}

/** A call of ours. */
export interface OutgoingCall extends Call {
  /** Provisional responses above 100; `media` when one brought an answer (early media). */
  onProgress(handler: (progress: { status: number; media: NegotiatedMedia | null }) => void): void;
  onAnswered(handler: (media: NegotiatedMedia) => void): void;
  /** Gives up before the answer. The same as `hangup` then. */
  cancel(): void;
}

export const partyOf = (address: NameAddr | null): Party => ({
  uri: address?.uri.text ?? '',
  user: address?.uri.user ?? '',
  display: address?.display ?? '',
});
