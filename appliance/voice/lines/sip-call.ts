import type { Log } from '#observe/log.ts';
import { messageOf } from '#shared/errors.ts';
import type { Leg } from '../media/leg.ts';
import type { LegFormat } from '../media/messages.ts';
import type { Media } from '../media/media.ts';
import type { CallEnd, IncomingCall } from '../sip/session/call.ts';
import { latch, signal } from '../sip/session/signal.ts';
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
  #incoming: IncomingCall;
  readonly redirect?: (number: string, why: string) => void;
  readonly #log: Log;
  #leg: Pick<Leg, 'host' | 'port' | 'start' | 'update'> | null = null;
  #broken = false;
  readonly #ended = latch<CallEnd>();
  readonly #digits = signal<string>();
  readonly #directions = signal<Direction>();
  #listens = false;

  constructor(incoming: IncomingCall, log: Log) {
    this.#incoming = incoming;
    // Phones of the shop that ring the box themselves are not known to follow a 302.
    if (incoming.trunk !== null) this.redirect = (number, why) => incoming.redirect(number, why);
    this.#log = log;
    this.#follow(incoming);
  }

  /** The SIP call that carries it now. */
  get incoming(): IncomingCall {
    return this.#incoming;
  }

  get id(): string {
    return this.#incoming.id;
  }

  get from(): IncomingCall['from'] {
    return this.#incoming.from;
  }

  get to(): IncomingCall['to'] {
    return this.#incoming.to;
  }

  get trunk(): string | null {
    return this.#incoming.trunk;
  }

  get identity(): IncomingCall['identity'] {
    return this.#incoming.identity;
  }

  ring(): void {
    this.#incoming.ring();
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
    leg.start(this.#format(await this.#incoming.answer({ host: leg.host, port: leg.port }, wanted)));
  }

  listen(): Promise<void> {
    this.#listens = true;
    return this.answer();
  }

  #format(media: NegotiatedMedia): LegFormat {
    return this.#listens ? { ...legFormat(media), listenOnly: true } : legFormat(media);
  }

  reject(status: number, reason?: string, retryAfter?: number): void {
    this.#incoming.reject(status, reason, retryAfter);
  }

  hangup(reason?: string): void {
    this.#incoming.hangup(reason);
  }

  onEnded(handler: (end: CallEnd) => void): void {
    this.#ended.on(handler);
  }

  onDigit(handler: (digit: string) => void): void {
    this.#digits.on(handler);
  }

  onDirection(handler: (direction: Direction) => void): void {
    this.#directions.on(handler);
  }

  async offerDirection(direction: Direction): Promise<Direction | null> {
    const media = await this.#incoming.offerMedia(direction);
    return media !== null && this.#use(media) ? media.direction : null;
  }

  /** In the name of the number that was rung (Referred-By, RFC 3892). */
  refer(to: string): Promise<ReferralOutcome> {
    return this.#incoming.refer({ to, by: this.#incoming.to.uri });
  }

  /** Passes on what this SIP call tells, as long as it carries ours. */
  #follow(call: IncomingCall): void {
    const carries = (): boolean => this.#incoming === call;
    call.onEnded((end) => {
      if (carries()) this.#ended.fire(this.#broken ? { ...end, by: 'error' } : end);
    });
    call.onDigit((digit) => {
      if (carries()) this.#digits.fire(digit);
    });
    call.onMediaChange((media) => {
      if (carries() && this.#use(media)) this.#directions.fire(media.direction);
    });
    call.onReplaced((by) => void this.#takeOver(by));
  }

  /** Somebody else has the call from now on: their SIP call carries it, and the one before ends. */
  async #takeOver(by: IncomingCall): Promise<void> {
    const leg = this.#leg;
    const before = this.#incoming;
    if (leg === null) return by.reject(481);
    try {
      const media = await by.answer({ host: leg.host, port: leg.port }, this.#listens ? 'recvonly' : 'sendrecv');
      this.#incoming = by;
      this.#follow(by);
      if (this.#use(media)) this.#directions.fire(media.direction);
      before.hangup('replaced');
    } catch (error) {
      this.#log.warn({ cause: messageOf(error) }, 'a call could not be taken over');
    }
  }

  /** A call whose media cannot be used any more is over. */
  #use(media: NegotiatedMedia): boolean {
    try {
      this.#leg?.update(this.#format(media));
      return true;
    } catch (error) {
      this.#log.error({ cause: messageOf(error) }, 'the changed media cannot be used');
      this.#broken = true;
      this.#incoming.hangup('the changed media cannot be used');
      return false;
    }
  }
}
