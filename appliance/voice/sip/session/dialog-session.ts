import { randomInt } from 'node:crypto';
import { CAPABILITIES, responseTo, type ResponseParts } from '../agent/responses.ts';
import { contactUri, type Stack } from '../agent/stack.ts';
import type { AuthorizationFields, Authorizer } from '../auth/authorizer.ts';
import { refreshTarget, takeSequence, type Dialog } from '../dialog/dialog.ts';
import { contentType, cseqOf, type SipRequest, type SipResponse } from '../parse/message.ts';
import { drive, type Drive } from '../transaction/drive.ts';
import type { ServerTransaction } from '../transaction/served.ts';
import { ACCEPTANCE_START, nextAcceptance, type AcceptanceInput, type AcceptanceState } from './acceptance.ts';
import type { CallEnd } from './call.ts';
import { DialogRequests } from './dialog-requests.ts';
import { readInfo } from './info-digits.ts';
import type { Direction, MediaAddress, NegotiatedMedia } from './media.ts';
import { dropOffer, makeAnswer, makeOffer, takeAnswer, type OfferAnswer } from './offer-answer.ts';
import { readSdp, type ReadSdp } from './sdp-reader.ts';
import { SessionClock } from './session-clock.ts';
import { MIN_SE, agreedTimer, answerTimer, askTimer, minSe } from './session-timer.ts';

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

interface Acceptance {
  readonly machine: Drive<AcceptanceState, AcceptanceInput>;
  /** True when the 2xx carried our offer, so that the ACK must bring the answer. */
  readonly awaitsAnswer: boolean;
}

/** A confirmed dialog and its session: re-INVITE both ways, ACK, BYE (RFC 3261 sections 12 to 15). */
export class DialogSession {
  readonly #stack: Stack;
  readonly #events: SessionEvents;
  readonly #start: SessionStart;
  readonly #acceptances = new Map<number, Acceptance>();
  readonly #requests: DialogRequests;
  readonly #clock: SessionClock;
  #updates: boolean;
  #minSe = MIN_SE;
  #offers: OfferAnswer;
  #inviting = false;
  #ended = false;
  #byeWanted: string | null = null;
  #byeOut = false;

  constructor(stack: Stack, start: SessionStart, events: SessionEvents) {
    this.#stack = stack;
    this.#start = start;
    this.#events = events;
    this.#requests = new DialogRequests(stack, start.dialog, start.authorizer);
    this.#offers = start.offers;
    this.#updates = start.theyAllow.includes('UPDATE');
    this.#clock = new SessionClock(stack.timers, {
      refresh: () => void this.#refresh(),
      die: () => this.fail('the session was not refreshed'),
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** What holds between both ends now. */
  get agreed(): NegotiatedMedia | null {
    return this.#offers.agreed;
  }

  /** Answers an INVITE, first or repeated, by 200: with an answer to `offer`, or with an offer of ours when there is none. */
  accept(transaction: ServerTransaction, offer: ReadSdp | null): void {
    const step = offer
      ? makeAnswer(this.#offers, this.#start.media, offer)
      : makeOffer(this.#offers, this.#start.media, this.#offers.wanted);
    this.#offers = step.next;
    const response = this.#response(transaction.request, 200, {
      contact: contactUri(this.#stack.self),
      fields: { ...CAPABILITIES, ...this.#takeTimer(transaction.request) },
      sdp: step.sdp,
    });
    const number = cseqOf(transaction.request)?.number ?? 0;
    const machine = drive({
      start: ACCEPTANCE_START,
      timers: this.#stack.timers,
      next: nextAcceptance,
      fired: (timer): AcceptanceInput => ({ kind: 'timer', timer: timer as 'resend' }),
      effect: (effect) => {
        if (effect.do === 'send') return transaction.respond(response);
        this.#acceptances.delete(number);
        if (effect.do === 'unconfirmed') this.#unconfirmed();
        else this.#sendWantedBye();
      },
    });
    this.#acceptances.set(number, { machine, awaitsAnswer: offer === null });
    machine.input({ kind: 'start' });
  }

  /** A request inside the dialog; ACK goes to `ack`. */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction;
    const taken = takeSequence(this.#requests.dialog, request);
    if (!taken) return this.#respond(transaction, 500, { reason: 'CSeq Out Of Order' });
    this.#requests.dialog = taken;
    if (request.method === 'BYE') return this.#bye(transaction);
    if (request.method === 'OPTIONS') return this.#respond(transaction, 200, { fields: CAPABILITIES });
    if (this.#ended || request.method === 'PRACK') return this.#respond(transaction, 481);
    if (request.method === 'INFO') return this.#info(transaction);
    const timer = answerTimer(request);
    if (timer.tooShort) return this.#respond(transaction, 422, { fields: timer.fields });
    if (request.method === 'UPDATE') this.#update(transaction);
    else this.#reinvite(transaction);
  }

  /** The ACK to a 2xx of ours. One that fits nothing is ignored (section 13.3.1.4). */
  ack(request: SipRequest): void {
    const acceptance = this.#acceptances.get(cseqOf(request)?.number ?? -1);
    if (!acceptance) return;
    if (acceptance.awaitsAnswer && !this.#ended) this.#lateAnswer(request);
    acceptance.machine.input({ kind: 'ack' });
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
    this.#clock.set(agreedTimer(response));
  }

  async offerMedia(direction: Direction): Promise<NegotiatedMedia | null> {
    if (this.#ended || this.#inviting || this.#offers.at !== 'agreed') return null;
    const step = makeOffer(this.#offers, this.#start.media, direction);
    const before = this.#offers;
    this.#offers = step.next;
    this.#inviting = true;
    const response = await this.#requests.ask('INVITE', askTimer(this.#clock.timer, this.#minSe), step.sdp);
    this.#inviting = false;
    if (this.#ended) return null;
    if (response && response.status < 300) {
      this.#requests.dialog = refreshTarget(this.#requests.dialog, response);
      this.agreeTimer(response);
      const answered = takeAnswer(this.#offers, response.body);
      if ('cause' in answered) {
        this.fail(answered.cause);
        return null;
      }
      this.#offers = answered;
      return answered.agreed;
    }
    this.#offers = { ...dropOffer(this.#offers), wanted: before.wanted };
    if (!response || response.status === 408 || response.status === 481) {
      this.fail('the far end no longer knows the call');
      return null;
    }
    if (response.status === 422 && this.#longer(response)) return this.offerMedia(direction);
    if (response.status !== 491) return null;
    await new Promise<void>((resolve) => void this.#stack.timers.after(this.#waitAfterGlare(), resolve));
    return this.offerMedia(direction);
  }

  /** Keeps the session alive: by UPDATE where the far end takes it, else by a re-INVITE (RFC 4028 section 10). */
  async #refresh(): Promise<void> {
    if (this.#ended) return;
    if (!this.#updates) {
      const before = this.#offers.agreed;
      const agreed = await this.offerMedia(this.#offers.wanted);
      if (agreed) this.#tellMedia(before);
      else this.#refreshSoon();
      return;
    }
    const response = await this.#requests.ask('UPDATE', askTimer(this.#clock.timer, this.#minSe));
    if (this.#ended) return;
    if (!response || response.status === 408 || response.status === 481)
      return this.fail('the far end no longer knows the call');
    if (response.status < 300) {
      this.#requests.dialog = refreshTarget(this.#requests.dialog, response);
      return this.agreeTimer(response);
    }
    if (response.status === 422 && this.#longer(response)) return this.#refresh();
    if (response.status === 405 || response.status === 501) this.#updates = false;
    this.#refreshSoon();
  }

  /** Tries again until the session's life is over. */
  #refreshSoon(): void {
    if (!this.#ended) this.#stack.timers.after(this.#waitAfterGlare() + 1_000, () => void this.#refresh());
  }

  /** Takes the Min-SE of a 422; false when it asks for nothing more than we offered. */
  #longer(response: SipResponse): boolean {
    const least = minSe(response) ?? 0;
    if (least <= this.#minSe || least <= (this.#clock.timer?.seconds ?? 0)) return false;
    this.#minSe = least;
    return true;
  }

  /** Section 14.1: who called waits longer. */
  #waitAfterGlare(): number {
    return this.#start.weCalled ? randomInt(210, 401) * 10 : randomInt(0, 201) * 10;
  }

  /** The session lives on by this INVITE or UPDATE of the far end. @returns fields of our 2xx */
  #takeTimer(request: SipRequest): Readonly<Record<string, string>> {
    const answer = answerTimer(request);
    if (answer.tooShort) return {};
    this.#clock.set(answer.timer);
    return answer.fields;
  }

  #bye(transaction: ServerTransaction): void {
    this.#respond(transaction, 200);
    this.#end({ by: 'remote', reason: transaction.request.headers.get('reason') ?? 'hung up', status: null });
    for (const { machine } of this.#acceptances.values()) machine.dispose();
    this.#acceptances.clear();
    this.#byeWanted = null;
    if (!this.#byeOut) this.#events.gone();
  }

  #info(transaction: ServerTransaction): void {
    const info = readInfo(transaction.request);
    this.#respond(transaction, info.status, info.status === 200 ? {} : { fields: info.fields });
    if (info.status === 200 && info.digit !== null) this.#events.digit(info.digit);
  }

  #reinvite(transaction: ServerTransaction): void {
    // Section 14.2: an offer of ours is out.
    if (this.#inviting || this.#offers.at === 'offering') return this.#respond(transaction, 491);
    const { request } = transaction;
    if (request.body.length === 0) return this.#acceptAgain(transaction, null);
    const offer = this.#offerIn(transaction);
    if (offer) this.#acceptAgain(transaction, offer);
  }

  /** Refreshes the session and may offer anew, answered at once and without an ACK (RFC 3311 section 5.2). */
  #update(transaction: ServerTransaction): void {
    const { request } = transaction;
    const before = this.#offers.agreed;
    let sdp: Buffer | undefined;
    if (request.body.length > 0) {
      if (this.#inviting || this.#offers.at === 'offering') return this.#respond(transaction, 491);
      const offer = this.#offerIn(transaction);
      if (!offer) return;
      const step = makeAnswer(this.#offers, this.#start.media, offer);
      this.#offers = step.next;
      sdp = step.sdp;
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
    const offer = readSdp(request.body, this.#offers.codecs);
    if (!('cause' in offer)) return offer;
    this.#respond(transaction, offer.status, { fields: { warning: `399 pilotlight "${offer.cause}"` } });
    return null;
  }

  #acceptAgain(transaction: ServerTransaction, offer: ReadSdp | null): void {
    const before = this.#offers.agreed;
    this.#requests.dialog = refreshTarget(this.#requests.dialog, transaction.request);
    this.accept(transaction, offer);
    this.#tellMedia(before);
  }

  #lateAnswer(request: SipRequest): void {
    const before = this.#offers.agreed;
    const answered = takeAnswer(this.#offers, request.body);
    if (!('cause' in answered)) {
      this.#offers = answered;
      this.#tellMedia(before);
      return;
    }
    this.#offers = dropOffer(this.#offers);
    if (before === null) this.fail('the ACK brought no usable answer to our offer');
  }

  #tellMedia(before: NegotiatedMedia | null): void {
    const { agreed } = this.#offers;
    if (agreed && JSON.stringify(agreed) !== JSON.stringify(before)) this.#events.media(agreed);
  }

  #unconfirmed(): void {
    this.#byeWanted ??= 'no ACK came';
    this.#end({ by: 'error', reason: 'no ACK came', status: 408 });
    this.#sendWantedBye();
  }

  #end(end: CallEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#clock.stop();
    this.#events.ended(end);
  }

  #sendWantedBye(): void {
    if (this.#byeWanted === null || this.#byeOut || this.#acceptances.size > 0) return;
    this.#byeOut = true;
    void this.#requests.ask('BYE', {}).then(() => this.#events.gone());
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
