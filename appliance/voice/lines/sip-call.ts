import type { Log } from '#observe/log.ts';
import { messageOf } from '#shared/errors.ts';
import type { Leg } from '../media/leg.ts';
import type { LegFormat } from '../media/messages.ts';
import type { Media } from '../media/media.ts';
import type { CallEnd, IncomingCall } from '../sip/session/call.ts';
import type { Direction, NegotiatedMedia } from '../sip/session/media.ts';
import type { ReferralOutcome } from '../sip/session/referral.ts';
import type { LineCall } from './line.ts';

/** What SIP agreed on, as the media leg takes it. */
export const legFormat = (media: NegotiatedMedia): LegFormat => ({
  remoteHost: media.remoteHost,
  remotePort: media.remotePort,
  codec: media.codec === 'pcma' ? 'PCMA' : 'PCMU',
  payloadType: media.payloadType,
  dtmfPayloadType: media.dtmfPayloadType,
  ptime: media.ptime,
  srtp: media.srtp && {
    suite: media.srtp.suite,
    send: media.srtp.ours.octets(),
    receive: media.srtp.theirs.octets(),
  },
  carrier: media.carrier,
});

/** A SIP call and the RTP leg of its sound: what an offer and its answer agree on goes from the one to the other here. */
export class SipLineCall implements LineCall {
  readonly rings = true;
  readonly incoming: IncomingCall;
  readonly redirect?: (number: string, why: string) => void;
  readonly #log: Log;
  #leg: Pick<Leg, 'host' | 'port' | 'start' | 'update'> | null = null;
  #broken = false;
  #listens = false;

  constructor(incoming: IncomingCall, log: Log) {
    this.incoming = incoming;
    // Phones of the shop that ring the box themselves are not known to follow a 302.
    if (incoming.trunk !== null) this.redirect = (number, why) => incoming.redirect(number, why);
    this.#log = log;
  }

  get id(): string {
    return this.incoming.id;
  }

  get from(): IncomingCall['from'] {
    return this.incoming.from;
  }

  get to(): IncomingCall['to'] {
    return this.incoming.to;
  }

  get trunk(): string | null {
    return this.incoming.trunk;
  }

  get identity(): IncomingCall['identity'] {
    return this.incoming.identity;
  }

  ring(): void {
    this.incoming.ring();
  }

  async openLeg(media: Pick<Media, 'openLeg'>): Promise<Leg> {
    const leg = await media.openLeg();
    this.#leg = leg;
    return leg;
  }

  async answer(): Promise<void> {
    const leg = this.#leg;
    if (leg === null) throw new Error('a call is answered after its leg was opened');
    const wanted = this.#listens ? 'recvonly' : 'sendrecv';
    leg.start(this.#format(await this.incoming.answer({ host: leg.host, port: leg.port }, wanted)));
  }

  listen(): Promise<void> {
    this.#listens = true;
    return this.answer();
  }

  #format(media: NegotiatedMedia): LegFormat {
    return this.#listens ? { ...legFormat(media), listenOnly: true } : legFormat(media);
  }

  reject(status: number, reason?: string, retryAfter?: number): void {
    this.incoming.reject(status, reason, retryAfter);
  }

  hangup(reason?: string): void {
    this.incoming.hangup(reason);
  }

  onEnded(handler: (end: CallEnd) => void): void {
    this.incoming.onEnded((end) => handler(this.#broken ? { ...end, by: 'error' } : end));
  }

  onDigit(handler: (digit: string) => void): void {
    this.incoming.onDigit(handler);
  }

  onDirection(handler: (direction: Direction) => void): void {
    this.incoming.onMediaChange((media) => {
      if (this.#use(media)) handler(media.direction);
    });
  }

  async offerDirection(direction: Direction): Promise<Direction | null> {
    const media = await this.incoming.offerMedia(direction);
    return media !== null && this.#use(media) ? media.direction : null;
  }

  /** In the name of the number that was rung (Referred-By, RFC 3892). */
  refer(to: string): Promise<ReferralOutcome> {
    return this.incoming.refer({ to, by: this.incoming.to.uri });
  }

  /** A call whose media cannot be used any more is over. */
  #use(media: NegotiatedMedia): boolean {
    try {
      this.#leg?.update(this.#format(media));
      return true;
    } catch (error) {
      this.#log.error({ cause: messageOf(error) }, 'the changed media cannot be used');
      this.#broken = true;
      this.incoming.hangup('the changed media cannot be used');
      return false;
    }
  }
}
