import type { LiveCall } from '../agent/calls.ts';
import { sendRequest, type Sent } from '../agent/send.ts';
import { makeRequest, mediaSeen, newSessionId, newToken, type Fields, type Stack } from '../agent/stack.ts';
import { Authorizer, type Attempt, type AuthorizationFields } from '../auth/authorizer.ts';
import type { Credentials } from '../auth/digest.ts';
import { dialogAsCaller } from '../dialog/dialog.ts';
import { allowed, cseqOf, fromOf, fromTag, toOf, toTag, type SipRequest, type SipResponse } from '../parse/message.ts';
import { cancelOf } from '../transaction/acknowledge.ts';
import type { ServerTransaction } from '../transaction/served.ts';
import { TRANSACTION_TIMEOUT } from '../timers.ts';
import { partyOf, type CallEnd, type OutgoingCall, type Party } from './call.ts';
import { DialogRequests } from './dialog-requests.ts';
import { DialogSession } from './dialog-session.ts';
import type { Direction, MediaAddress, NegotiatedMedia } from './media.ts';
import { makeOffer, startOfferAnswer, takeAnswer, type OfferAnswer } from './offer-answer.ts';
import type { ReferRequest } from './refer.ts';
import type { ReferralOutcome } from './referral.ts';
import { Redirection } from './redirection.ts';
import { rseqOf, wantsReliable } from './reliable.ts';
import { MIN_SE, askTimer, minSe } from './session-timer.ts';
import { latch, signal } from './signal.ts';

export interface CallRequest {
  /** `sip:user@host:port`. */
  readonly target: string;
  /** From value: a URI, or `"Name" <uri>`. */
  readonly from: string;
  /** Where our RTP is received. */
  readonly media: MediaAddress;
  /** When they are not those of the trunk. */
  readonly credentials?: Credentials;
  /** Name of the trunk to call over: its credentials, codecs and Contact. */
  readonly trunk?: string;
  /** Further headers of the INVITE, in lower case long form. */
  readonly fields?: Fields;
}

const bracketed = (value: string): string => (value.includes('<') ? value : `<${value}>`);

/** A call of ours, from its INVITE on (RFC 3261 section 13.2). */
export class OutboundSession implements OutgoingCall, LiveCall {
  readonly id: string;
  readonly from: Party;
  readonly to: Party;
  readonly localTag = newToken(5);
  readonly #stack: Stack;
  readonly #request: CallRequest;
  readonly #onGone: () => void;
  readonly #progress = signal<{ status: number; media: NegotiatedMedia | null }>();
  readonly #answered = latch<NegotiatedMedia>();
  readonly #ended = latch<CallEnd>();
  readonly #media = signal<NegotiatedMedia>();
  readonly #digits = signal<string>();
  readonly #forks = new Map<string, DialogSession>();
  readonly #at: MediaAddress;
  #offers: OfferAnswer;
  #sdp: Buffer;
  #invite: SipRequest;
  #sent: Sent | null = null;
  readonly #authorizer: Authorizer | null;
  readonly #redirection: Redirection;
  #attempt: Attempt | null;
  /** Request-URI: where a 3xx sent us, at first the target. */
  #uri: string;
  #authorization: AuthorizationFields = {};
  readonly #early = new Map<string, { readonly requests: DialogRequests; readonly rseq: number }>();
  /** Answers that came in a 1xx, by the tag of their fork. */
  readonly #earlyAnswers = new Map<string, OfferAnswer>();
  #cseq = 1;
  #minSe = MIN_SE;
  #cancelWanted = false;
  #cancelSent = false;
  #session: DialogSession | null = null;

  constructor(stack: Stack, request: CallRequest, onGone: () => void) {
    this.id = `${newToken()}@${stack.self.host}`;
    this.#stack = stack;
    this.#request = request;
    this.#onGone = onGone;
    this.#at = mediaSeen(stack.self, request.media);
    const step = makeOffer(startOfferAnswer(newSessionId(), stack.terms), this.#at, 'sendrecv');
    this.#offers = step.next;
    this.#sdp = step.sdp;
    this.#authorizer = request.credentials ? new Authorizer(request.credentials) : (stack.authorizer ?? null);
    this.#attempt = this.#authorizer?.begin() ?? null;
    this.#uri = request.target;
    this.#redirection = new Redirection(request.target, stack.mayTalk);
    this.#invite = this.#makeInvite();
    this.from = partyOf(fromOf(this.#invite));
    this.to = partyOf(toOf(this.#invite));
  }

  get isOver(): boolean {
    return this.#ended.fired();
  }

  start(): void {
    if (this.#cancelWanted) this.#finish({ by: 'local', reason: 'cancelled', status: null });
    else this.#send();
  }

  onProgress(handler: (progress: { status: number; media: NegotiatedMedia | null }) => void): void {
    this.#progress.on(handler);
  }

  onAnswered(handler: (media: NegotiatedMedia) => void): void {
    this.#answered.on(handler);
  }

  onEnded(handler: (end: CallEnd) => void): void {
    this.#ended.on(handler);
  }

  onMediaChange(handler: (media: NegotiatedMedia) => void): void {
    this.#media.on(handler);
  }

  onDigit(handler: (digit: string) => void): void {
    this.#digits.on(handler);
  }

  async offerMedia(direction: Direction): Promise<NegotiatedMedia | null> {
    return this.#session?.offerMedia(direction) ?? null;
  }

  async refer(request: ReferRequest): Promise<ReferralOutcome> {
    return this.#session?.refer(request) ?? { ok: false, status: 481, accepted: false };
  }

  hangup(reason = 'hung up'): void {
    if (this.#session) this.#session.hangup(reason);
    else this.cancel();
  }

  /** CANCEL goes out once a provisional response shows that the INVITE arrived (section 9.1). */
  cancel(): void {
    if (this.#session || this.isOver || this.#cancelWanted) return;
    this.#cancelWanted = true;
    if (this.#sent?.latest()?.heard === true) this.#sendCancel();
    else this.#sent?.giveUp();
  }

  readonly invite = null;

  get trunk(): string | null {
    return this.#request.trunk ?? null;
  }

  knows(remoteTag: string): boolean {
    return this.#forks.has(remoteTag);
  }

  receive(transaction: ServerTransaction): void {
    this.#forks.get(fromTag(transaction.request))?.receive(transaction);
  }

  /** An answer that came after its transaction had ended: ACK it again. */
  lateResponse(response: SipResponse): void {
    if (response.status >= 200 && response.status < 300) this.#accepted(response);
  }

  ack(request: SipRequest): void {
    this.#forks.get(fromTag(request))?.ack(request);
  }

  #makeInvite(): SipRequest {
    this.#authorization = this.#authorizer?.fields({ method: 'INVITE', uri: this.#uri }) ?? {};
    return makeRequest(this.#stack.self, {
      method: 'INVITE',
      uri: this.#uri,
      from: `${bracketed(this.#request.from)};tag=${this.localTag}`,
      to: `<${this.#request.target}>`,
      callId: this.id,
      cseq: this.#cseq++,
      fields: { ...askTimer(null, this.#minSe), ...this.#request.fields, ...this.#authorization },
      sdp: this.#sdp,
    });
  }

  #send(): void {
    this.#sent = sendRequest(this.#dialogStack(), this.#invite, this.#invite.uri, {
      response: (response) => this.#response(response),
      failure: (cause, detail) => {
        if (cause === 'unsent') this.#finish({ by: 'local', reason: 'cancelled', status: null });
        else if (cause === 'unlocated') this.#finish({ by: 'error', reason: detail, status: null });
        else if (cause === 'timeout')
          this.#finish({ by: 'error', reason: 'no answer came from the far end', status: 408 });
        else this.#finish({ by: 'error', reason: `the far end cannot be reached: ${detail}`, status: 503 });
      },
    });
  }

  #response(response: SipResponse): void {
    if (response.status < 200) return this.#provisionally(response);
    if (response.status < 300) return this.#accepted(response);
    if (this.isOver) return;
    if (response.status === 422 && this.#longer(response)) return;
    if ((response.status === 401 || response.status === 407) && this.#authorize(response)) return;
    if (response.status < 400) this.#redirection.add(response);
    this.#elsewhere(response);
  }

  /** Rings the next place that a 3xx has named; without one the call is over by this response. */
  #elsewhere(last: SipResponse): void {
    const uri = this.#cancelWanted || last.status >= 600 ? null : this.#redirection.next();
    if (uri === null) {
      const by = this.#cancelWanted ? 'local' : 'remote';
      return this.#finish({ by, reason: last.reason, status: last.status });
    }
    const further = (): void => this.#elsewhere(last);
    this.#sent = null;
    this.#stack.locate(
      uri,
      this.#stack.way,
      (targets) => {
        if (this.#cancelWanted || !this.#redirection.mayGo(uri, targets)) return further();
        this.#uri = uri;
        this.#attempt = this.#authorizer?.begin() ?? null;
        this.#again();
      },
      further,
    );
  }

  #provisionally(response: SipResponse): void {
    if (this.#cancelWanted) return this.#sendCancel();
    if (response.status === 100 || this.#session || this.isOver) return;
    if (wantsReliable(response) && !this.#acknowledge(response)) return;
    const early = response.body.length > 0 ? takeAnswer(this.#offers, response.body) : null;
    const media = early && !('cause' in early) ? early : null;
    if (media) this.#earlyAnswers.set(toTag(response), media);
    this.#progress.fire({ status: response.status, media: media?.agreed ?? null });
  }

  /** PRACK of a reliable provisional response (RFC 3262 section 4). @returns false when it comes again or out of order */
  #acknowledge(response: SipResponse): boolean {
    const rseq = rseqOf(response);
    const dialog = dialogAsCaller(this.#invite, response);
    if (rseq === null || !dialog) return false;
    const early = this.#early.get(dialog.remoteTag) ?? {
      requests: new DialogRequests(this.#dialogStack(), dialog, this.#authorizer),
      rseq: rseq - 1,
    };
    if (rseq !== early.rseq + 1) return false;
    this.#early.set(dialog.remoteTag, { ...early, rseq });
    void early.requests.ask('PRACK', { rack: `${rseq} ${cseqOf(this.#invite)?.number ?? 0} INVITE` });
    return true;
  }

  /** Each 2xx is ACKed each time; those of other forks are ended by BYE at once (section 13.2.2.4). */
  #accepted(response: SipResponse): void {
    const number = cseqOf(response)?.number ?? 1;
    const known = this.#forks.get(toTag(response));
    if (known) return known.confirm(number);
    const made = dialogAsCaller(this.#invite, response);
    const early = this.#early.get(toTag(response))?.requests.dialog;
    const dialog = made && early ? { ...made, localSeq: early.localSeq } : made;
    if (!dialog) return this.#finish({ by: 'error', reason: 'the answer names no Contact', status: null });
    // After an answer in a reliable 1xx the 2xx brings none (RFC 3262 section 5).
    const before = response.body.length === 0 ? this.#earlyAnswers.get(toTag(response)) : undefined;
    const answer = before ?? takeAnswer(this.#offers, response.body);
    const first = this.#session === null;
    const session = new DialogSession(
      this.#dialogStack(),
      {
        dialog,
        offers: 'cause' in answer ? this.#offers : answer,
        media: this.#at,
        weCalled: true,
        theyAllow: allowed(response),
        authorizer: this.#authorizer,
      },
      first
        ? {
            media: (media) => this.#media.fire(media),
            digit: (digit) => this.#digits.fire(digit),
            ended: (end) => this.#ended.fire(end),
            gone: this.#onGone,
          }
        : { media: () => {}, digit: () => {}, ended: () => {}, gone: () => {} },
    );
    this.#forks.set(dialog.remoteTag, session);
    session.authorization = this.#authorization;
    session.confirm(number);
    session.agreeTimer(response);
    if (!first) return session.hangup('another end answered first');
    this.#session = session;
    if (this.#cancelWanted || this.isOver) session.hangup('cancelled');
    else if ('cause' in answer) session.fail(answer.cause);
    else if (answer.agreed) this.#answered.fire(answer.agreed);
  }

  /** RFC 4028 section 7.3: the same call again, with a session as long as the 422 asks for. */
  #longer(response: SipResponse): boolean {
    const least = minSe(response) ?? 0;
    if (this.#cancelWanted || least <= this.#minSe) return false;
    this.#minSe = least;
    this.#again();
    return true;
  }

  #authorize(response: SipResponse): boolean {
    if (this.#cancelWanted || this.#attempt?.again(response) !== true) return false;
    this.#again();
    return true;
  }

  #again(): void {
    this.#invite = this.#makeInvite();
    this.#send();
  }

  #sendCancel(): void {
    const latest = this.#sent?.latest();
    if (this.#cancelSent || !latest) return;
    this.#cancelSent = true;
    this.#sent?.giveUp();
    this.#stack.transactions.request(cancelOf(latest.request), latest.to, { response: () => {}, failure: () => {} });
    // Section 9.1: without a final response in 64*T1 the INVITE counts as cancelled.
    this.#stack.timers.after(TRANSACTION_TIMEOUT, () => {
      if (!this.#session) this.#finish({ by: 'local', reason: 'cancelled', status: null });
    });
  }

  /** What follows goes where the INVITE went, if it may (RFC 3263 section 4). */
  #dialogStack(): Stack {
    const latest = this.#sent?.latest();
    return latest ? { ...this.#stack, near: latest.to } : this.#stack;
  }

  #finish(end: CallEnd): void {
    this.#ended.fire(end);
    this.#onGone();
  }
}
