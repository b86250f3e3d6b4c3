import { CAPABILITIES, responseTo, type ResponseParts } from '../agent/responses.ts';
import { contactUri, type Stack } from '../agent/stack.ts';
import type { AuthorizationFields, Authorizer } from '../auth/authorizer.ts';
import { refreshTarget, takeSequence, type Dialog } from '../dialog/dialog.ts';
import { contentType, cseqOf, type SipRequest, type SipResponse } from '../parse/message.ts';
import type { ServerTransaction } from '../transaction/served.ts';
import { Acceptances } from './acceptances.ts';
import type { CallEnd } from './call.ts';
import { Descriptions } from './descriptions.ts';
import { DialogRequests } from './dialog-requests.ts';
import { readInfo } from './info-digits.ts';
import { sameMedia, type Direction, type MediaAddress, type NegotiatedMedia } from './media.ts';
import type { OfferAnswer } from './offer-answer.ts';
import { describeReasons, readReasons, reasonOfBye } from './reason.ts';
import { Refer, type ReferRequest } from './refer.ts';
import type { ReferralOutcome } from './referral.ts';
import { Renewal } from './renewal.ts';
import { readSdp, type ReadSdp } from './sdp-reader.ts';
import { agreedTimer, answerTimer } from './session-timer.ts';

export interface SessionEvents {
  media(media: NegotiatedMedia): void;
  /** A key pressed, told by INFO. */
  digit(digit: string): void;
  ended(end: CallEnd): void;
  /** Nothing of this dialog is under way any more: forget it. */
  gone(): void;
}

export interface SessionStart {
  readonly dialog: Dialog;
  readonly offers: OfferAnswer;
  readonly media: MediaAddress;
  /** Who called: decides how long to wait after a 491 (RFC 3261 section 14.1). */
  readonly weCalled: boolean;
  /** Methods that the far end takes, as its Allow says. */
  readonly theyAllow: readonly string[];
  /** Answers challenges; null when there is no user and password. */
  readonly authorizer: Authorizer | null;
}

/** A confirmed dialog and its session: re-INVITE both ways, ACK, BYE (RFC 3261 sections 12 to 15). */
export class DialogSession {
  readonly #stack: Stack;
  readonly #events: SessionEvents;
  readonly #acceptances: Acceptances;
  readonly #requests: DialogRequests;
  readonly #descriptions: Descriptions;
  readonly #renewal: Renewal;
  #refer: Refer | null = null;
  #ended = false;
  #byeWanted: string | null = null;
  #byeOut = false;
  #endedBy: 'local' | 'error' = 'local';

  constructor(stack: Stack, start: SessionStart, events: SessionEvents) {
    this.#stack = stack;
    this.#events = events;
    this.#requests = new DialogRequests(stack, start.dialog, start.authorizer);
    this.#descriptions = new Descriptions(start.offers, start.media);
    this.#acceptances = new Acceptances(stack.timers, {
      confirmed: () => this.#sendWantedBye(),
      unconfirmed: () => this.#unconfirmed(),
    });
    this.#renewal = new Renewal({
      timers: stack.timers,
      requests: this.#requests,
      descriptions: this.#descriptions,
      weCalled: start.weCalled,
      updates: start.theyAllow.includes('UPDATE'),
      ended: () => this.#ended,
      fail: (reason) => this.fail(reason),
      changed: (before) => this.#tellMedia(before),
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** What holds between both ends now. */
  get agreed(): NegotiatedMedia | null {
    return this.#descriptions.agreed;
  }

  /** Answers an INVITE, first or repeated, by 200: with an answer to `offer`, or with an offer of ours when there is none. */
  accept(transaction: ServerTransaction, offer: ReadSdp | null): void {
    const sdp = offer ? this.#descriptions.answer(offer) : this.#descriptions.offer();
    const response = this.#response(transaction.request, 200, {
      contact: contactUri(this.#stack.self),
      fields: { ...CAPABILITIES, ...this.#takeTimer(transaction.request) },
      sdp,
    });
    this.#acceptances.start(cseqOf(transaction.request)?.number ?? 0, offer === null, () =>
      transaction.respond(response),
    );
  }

  /** A request inside the dialog; ACK goes to `ack`. */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction;
    const taken = takeSequence(this.#requests.dialog, request);
    if (!taken) return this.#respond(transaction, 500, { reason: 'CSeq Out Of Order' });
    this.#requests.dialog = taken;
    if (request.method === 'BYE') return this.#bye(transaction);
    if (request.method === 'OPTIONS') return this.#respond(transaction, 200, { fields: CAPABILITIES });
    if (request.method === 'NOTIFY') return this.#notify(transaction);
    // RFC 3515 section 2.4.2: calls of ours go to configured people only, wherever a far end sends us.
    if (request.method === 'REFER') return this.#respond(transaction, 603);
    if (this.#ended || request.method === 'PRACK') return this.#respond(transaction, 481);
    if (request.method === 'INFO') return this.#info(transaction);
    const timer = answerTimer(request);
    if (timer.tooShort) return this.#respond(transaction, 422, { fields: timer.fields });
    if (request.method === 'UPDATE') this.#update(transaction);
    else this.#reinvite(transaction);
  }

  /** The ACK to a 2xx of ours. One that fits nothing is ignored (section 13.3.1.4). */
  ack(request: SipRequest): void {
    this.#acceptances.ack(cseqOf(request)?.number ?? -1, () => {
      if (!this.#ended) this.#lateAnswer(request);
    });
  }

  /** Sends BYE, once no 2xx of ours waits for its ACK any more (section 15). */
  hangup(reason: string): void {
    if (this.#ended) return;
    this.#byeWanted = reason;
    this.#end({ by: 'local', reason, status: null });
    this.#sendWantedBye();
  }

  /** Ends the session because the far end broke it. */
  fail(reason: string): void {
    if (this.#ended) return;
    this.#byeWanted = reason;
    this.#end({ by: 'error', reason, status: null });
    this.#sendWantedBye();
  }

  /** The far end's 2xx to our INVITE: also each time it comes again. */
  confirm(number: number): void {
    this.#requests.confirm(number);
  }

  /** Credentials that let the INVITE through. */
  set authorization(fields: AuthorizationFields) {
    this.#requests.inviteCredentials = fields;
  }

  /** A 2xx to a request of ours says how long the session lives on. */
  agreeTimer(response: SipResponse): void {
    this.#renewal.set(agreedTimer(response));
  }

  async offerMedia(direction: Direction): Promise<NegotiatedMedia | null> {
    return this.#renewal.offerMedia(direction);
  }

  /** Sends the far end on to somebody else (RFC 3515). The call stays until either side ends it. */
  async refer(request: ReferRequest): Promise<ReferralOutcome> {
    if (this.#ended) return { ok: false, status: 481, accepted: false };
    if (this.#refer?.isOver === false) return { ok: false, status: 491, accepted: false };
    const refer = new Refer(this.#stack, request);
    this.#refer = refer;
    refer.answered(await this.#requests.ask('REFER', Refer.fields(this.#stack, request)));
    return refer.outcome;
  }

  /** The session lives on by this INVITE or UPDATE of the far end. @returns fields of our 2xx */
  #takeTimer(request: SipRequest): Readonly<Record<string, string>> {
    const answer = answerTimer(request);
    if (answer.tooShort) return {};
    this.#renewal.set(answer.timer);
    return answer.fields;
  }

  #bye(transaction: ServerTransaction): void {
    this.#respond(transaction, 200);
    const reason = describeReasons(readReasons(transaction.request.headers));
    this.#end({ by: 'remote', reason: reason === '' ? 'hung up' : reason, status: null });
    this.#acceptances.clear();
    this.#byeWanted = null;
    this.#refer?.left();
    if (!this.#byeOut) this.#forget();
  }

  #notify(transaction: ServerTransaction): void {
    if (!this.#refer) return this.#respond(transaction, 481);
    const { status, fields } = this.#refer.notify(transaction.request);
    this.#respond(transaction, status, fields ? { fields } : {});
  }

  /** The dialog lives on while a NOTIFY of it may come (RFC 3515 section 2.4.4). */
  #forget(): void {
    if (this.#refer) this.#refer.onClosed(() => this.#events.gone());
    else this.#events.gone();
  }

  #info(transaction: ServerTransaction): void {
    const info = readInfo(transaction.request);
    this.#respond(transaction, info.status, info.status === 200 ? {} : { fields: info.fields });
    if (info.status === 200 && info.digit !== null) this.#events.digit(info.digit);
  }

  #reinvite(transaction: ServerTransaction): void {
    // Section 14.2: an offer of ours is out.
    if (this.#renewal.offering) return this.#respond(transaction, 491);
    const { request } = transaction;
    if (request.body.length === 0) return this.#acceptAgain(transaction, null);
    const offer = this.#offerIn(transaction);
    if (offer) this.#acceptAgain(transaction, offer);
  }

  /** Refreshes the session and may offer anew, answered at once and without an ACK (RFC 3311 section 5.2). */
  #update(transaction: ServerTransaction): void {
    const { request } = transaction;
    const before = this.#descriptions.agreed;
    let sdp: Buffer | undefined;
    if (request.body.length > 0) {
      if (this.#renewal.offering) return this.#respond(transaction, 491);
      const offer = this.#offerIn(transaction);
      if (!offer) return;
      sdp = this.#descriptions.answer(offer);
    }
    this.#requests.dialog = refreshTarget(this.#requests.dialog, request);
    this.#respond(transaction, 200, {
      contact: contactUri(this.#stack.self),
      fields: { ...CAPABILITIES, ...this.#takeTimer(request) },
      sdp,
    });
    this.#tellMedia(before);
  }

  /** The offer of a request in the dialog; null when it is refused, which has been answered then. */
  #offerIn(transaction: ServerTransaction): ReadSdp | null {
    const { request } = transaction;
    if (contentType(request) !== 'application/sdp') {
      this.#respond(transaction, 415, { fields: { accept: 'application/sdp' } });
      return null;
    }
    const offer = readSdp(request.body, this.#descriptions.terms);
    if (!('cause' in offer)) return offer;
    this.#respond(transaction, offer.status, { fields: { warning: `399 pilotlight "${offer.cause}"` } });
    return null;
  }

  #acceptAgain(transaction: ServerTransaction, offer: ReadSdp | null): void {
    const before = this.#descriptions.agreed;
    this.#requests.dialog = refreshTarget(this.#requests.dialog, transaction.request);
    this.accept(transaction, offer);
    this.#tellMedia(before);
  }

  #lateAnswer(request: SipRequest): void {
    const before = this.#descriptions.agreed;
    if (this.#descriptions.take(request.body) === null) return this.#tellMedia(before);
    this.#descriptions.drop();
    if (before === null) this.fail('the ACK brought no usable answer to our offer');
  }

  #tellMedia(before: NegotiatedMedia | null): void {
    const { agreed } = this.#descriptions;
    if (agreed && !sameMedia(agreed, before)) this.#events.media(agreed);
  }

  #unconfirmed(): void {
    this.#byeWanted ??= 'no ACK came';
    this.#end({ by: 'error', reason: 'no ACK came', status: 408 });
    this.#sendWantedBye();
  }

  #end(end: CallEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    if (end.by !== 'remote') this.#endedBy = end.by;
    this.#renewal.stop();
    this.#events.ended(end);
  }

  #sendWantedBye(): void {
    if (this.#byeWanted === null || this.#byeOut || !this.#acceptances.none) return;
    this.#byeOut = true;
    this.#refer?.hangup();
    void this.#requests.ask('BYE', { reason: reasonOfBye(this.#endedBy) }).then(() => this.#forget());
  }

  #response(request: SipRequest, status: number, parts: Omit<ResponseParts, 'product' | 'toTag'>): SipResponse {
    return responseTo(request, status, {
      ...parts,
      product: this.#stack.self.product,
      toTag: this.#requests.dialog.localTag,
    });
  }

  #respond(transaction: ServerTransaction, status: number, parts: Omit<ResponseParts, 'product' | 'toTag'> = {}): void {
    transaction.respond(this.#response(transaction.request, status, parts));
  }
}
