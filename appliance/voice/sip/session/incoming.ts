import { randomInt } from 'node:crypto';
import { PilotError } from '#shared/errors.ts';
import { responseTo, type ResponseParts } from '../agent/responses.ts';
import type { LiveCall } from '../agent/calls.ts';
import { contactUri, mediaSeen, newSessionId, type Stack } from '../agent/stack.ts';
import type { Dialog } from '../dialog/dialog.ts';
import { allowed, toOf, type SipRequest } from '../parse/message.ts';
import { parseUri, writeHost } from '../parse/uri.ts';
import type { ServerTransaction } from '../transaction/served.ts';
import { callerOf } from '../agent/caller-id.ts';
import { partyOf, type CallEnd, type HeaderView, type IncomingCall, type Party } from './call.ts';
import { DialogSession } from './dialog-session.ts';
import type { Direction, MediaAddress, MediaOffer, NegotiatedMedia } from './media.ts';
import { startOfferAnswer } from './offer-answer.ts';
import type { ReferRequest } from './refer.ts';
import type { ReferralOutcome } from './referral.ts';
import type { ReadSdp } from './sdp-reader.ts';
import { ReliableProvisionals, wantsReliable } from './reliable.ts';
import { latch, signal } from './signal.ts';
import { readIdentity, type CallIdentity } from './identity.ts';
import { describeReasons, isTakenElsewhere, readReasons } from './reason.ts';

/** What a trunk knows of a call that came over it. */
export interface Arrival {
  readonly trunk: string;
  readonly from: Party;
  /** The number rung. */
  readonly rung: string;
  /** Host of numbers at this carrier; null: where the INVITE says that it can be reached. */
  readonly domain: string | null;
}

const RING_AGAIN = 60_000;

/** A call to us, from its INVITE on (RFC 3261 section 13.3). */
export class InboundSession implements IncomingCall, LiveCall {
  readonly id: string;
  readonly trunk: string | null;
  readonly from: Party;
  readonly to: Party;
  readonly headers: HeaderView;
  readonly identity: CallIdentity;
  readonly offer: MediaOffer | null;
  readonly #stack: Stack;
  readonly #transaction: ServerTransaction;
  readonly #dialog: Dialog;
  readonly #sdp: ReadSdp | null;
  readonly #domain: string;
  readonly #onGone: () => void;
  readonly #cancelled = latch<void>();
  readonly #ended = latch<CallEnd>();
  readonly #media = signal<NegotiatedMedia>();
  readonly #digits = signal<string>();
  readonly #reliable: ReliableProvisionals | null;
  readonly #unringable: boolean;
  #session: DialogSession | null = null;
  #onReplaced: ((by: IncomingCall) => void) | null = null;
  #stopRinging: (() => void) | null = null;
  #lateAnswer: ((media: NegotiatedMedia) => void) | null = null;

  constructor(
    stack: Stack,
    transaction: ServerTransaction,
    { dialog, sdp }: { readonly dialog: Dialog; readonly sdp: ReadSdp | null },
    over: Arrival | null,
    onGone: () => void,
  ) {
    const { request } = transaction;
    this.id = dialog.callId;
    this.trunk = over?.trunk ?? null;
    this.from = over?.from ?? callerOf(request, ['from']);
    const to = partyOf(toOf(request));
    this.to = over ? { ...to, user: over.rung } : to;
    this.headers = request.headers;
    this.identity = readIdentity(request.headers);
    this.#domain = over?.domain ?? parseUri(dialog.remoteTarget)?.host ?? '';
    this.offer = sdp?.audio ?? null;
    this.#stack = stack;
    this.#transaction = transaction;
    this.#dialog = dialog;
    this.#sdp = sdp;
    this.#onGone = onGone;
    // Without an offer in the INVITE a reliable 180 would have to bring one (RFC 3262 section 5): then there is no 180.
    this.#unringable = wantsReliable(request) && sdp === null;
    this.#reliable =
      wantsReliable(request) && sdp
        ? new ReliableProvisionals(stack.timers, request, randomInt(1, 2 ** 16), () => this.reject(504))
        : null;
  }

  get isOver(): boolean {
    return this.#ended.fired();
  }

  get invite(): ServerTransaction {
    return this.#transaction;
  }

  knows(remoteTag: string): boolean {
    return this.#dialog.remoteTag === remoteTag;
  }

  /** Nothing of ours is out before the dialog stands; answers in it have transactions of their own. */
  lateResponse(): void {}

  get localTag(): string {
    return this.#dialog.localTag;
  }

  ring(): void {
    if (this.#session || this.isOver || this.#stopRinging || this.#unringable) return;
    const again = (): void => {
      if (this.#reliable)
        this.#reliable.start((fields) => this.#respond(180, { contact: contactUri(this.#stack.self), fields }));
      else this.#respond(180, { contact: contactUri(this.#stack.self) });
      this.#stopRinging = this.#stack.timers.after(RING_AGAIN, again);
    };
    again();
  }

  async answer(media: MediaAddress, direction: Direction = 'sendrecv'): Promise<NegotiatedMedia> {
    if (this.#session || this.isOver) throw callOver(this.id);
    this.#quiet();
    const session = new DialogSession(
      this.#stack,
      {
        dialog: this.#dialog,
        offers: { ...startOfferAnswer(newSessionId(), this.#stack.terms), wanted: direction },
        media: mediaSeen(this.#stack.self, media),
        weCalled: false,
        theyAllow: allowed(this.#transaction.request),
        authorizer: this.#stack.authorizer ?? null,
      },
      {
        media: (agreed) => {
          if (!this.#lateAnswer) return this.#media.fire(agreed);
          this.#lateAnswer(agreed);
          this.#lateAnswer = null;
        },
        digit: (digit) => this.#digits.fire(digit),
        ended: (end) => this.#ended.fire(end),
        gone: this.#onGone,
      },
    );
    this.#session = session;
    if (this.#sdp) {
      session.accept(this.#transaction, this.#sdp);
      if (session.agreed) return session.agreed;
    }
    return new Promise((resolve, reject) => {
      this.#lateAnswer = resolve;
      this.#ended.on(() => reject(callOver(this.id)));
      session.accept(this.#transaction, null);
    });
  }

  reject(status: number, reason?: string, retryAfter?: number): void {
    if (this.#session || this.isOver) return;
    this.#refuse(status, { reason, fields: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) } });
    this.#finish({ by: 'local', reason: reason ?? 'rejected', status });
  }

  redirect(number: string, why: string): void {
    if (this.#session || this.isOver) return;
    const at = writeHost(this.#domain);
    const sender = `<sip:${this.to.user}@${writeHost(this.#stack.self.host)}>;reason=${why};counter=1;privacy=off`;
    this.#refuse(302, { fields: { contact: `<sip:${number}@${at};user=phone>`, diversion: sender } });
    this.#finish({ by: 'local', reason: 'sent to another number', status: 302 });
  }

  hangup(reason = 'hung up'): void {
    if (this.#session) this.#session.hangup(reason);
    else this.reject(480);
  }

  async offerMedia(direction: Direction): Promise<NegotiatedMedia | null> {
    return this.#session?.offerMedia(direction) ?? null;
  }

  async refer(request: ReferRequest): Promise<ReferralOutcome> {
    return this.#session?.refer(request) ?? { ok: false, status: 481, accepted: false };
  }

  onReplaced(handler: (by: IncomingCall) => void): void {
    this.#onReplaced = handler;
  }

  replace(by: IncomingCall): boolean {
    if (this.isOver || !this.#session?.agreed || !this.#onReplaced) return false;
    this.#onReplaced(by);
    return true;
  }

  onCancel(handler: () => void): void {
    this.#cancelled.on(handler);
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

  /** The caller's CANCEL: too late once we have answered (section 9.2). */
  cancel(request: SipRequest): void {
    if (this.#session || this.isOver) return;
    this.#refuse(487, {});
    this.#cancelled.fire();
    const reasons = readReasons(request.headers);
    const reason = isTakenElsewhere(reasons) ? 'taken elsewhere' : describeReasons(reasons);
    this.#finish({ by: 'remote', reason: reason === '' ? 'cancelled' : reason, status: 487 });
  }

  /**
   * A request inside the dialog. Before the answer PRACK and an UPDATE without an offer have a meaning, and BYE, which ends the
   * call like CANCEL (section 15.1.2).
   */
  receive(transaction: ServerTransaction): void {
    const { method, body } = transaction.request;
    if (method === 'PRACK')
      return this.#answerInDialog(transaction, this.#reliable?.prack(transaction.request) ? 200 : 481);
    if (this.#session) return this.#session.receive(transaction);
    if (method === 'UPDATE' && body.length === 0) return this.#answerInDialog(transaction, 200);
    this.#answerInDialog(transaction, method === 'BYE' ? 200 : 500);
    if (method === 'BYE') this.cancel(transaction.request);
  }

  /** RFC 3311 section 5.2: what has to wait for our answer may come again soon. */
  #answerInDialog(transaction: ServerTransaction, status: number): void {
    const { self } = this.#stack;
    const fields = status === 500 ? { 'retry-after': '2' } : {};
    const contact = transaction.request.method === 'UPDATE' ? { contact: contactUri(self) } : {};
    transaction.respond(
      responseTo(transaction.request, status, { product: self.product, toTag: this.localTag, fields, ...contact }),
    );
  }

  ack(request: SipRequest): void {
    this.#session?.ack(request);
  }

  #refuse(status: number, parts: Omit<ResponseParts, 'product'>): void {
    this.#quiet();
    this.#respond(status, parts);
  }

  #finish(end: CallEnd): void {
    this.#ended.fire(end);
    this.#onGone();
  }

  #quiet(): void {
    this.#stopRinging?.();
    this.#stopRinging = null;
    this.#reliable?.stop();
  }

  #respond(status: number, parts: Omit<ResponseParts, 'product'>): void {
    const { request } = this.#transaction;
    this.#transaction.respond(
      responseTo(request, status, { ...parts, product: this.#stack.self.product, toTag: this.localTag }),
    );
  }
}

const callOver = (id: string): PilotError =>
  new PilotError('sip_call_over', `call ${id} is answered already or has ended`, {
    fix: 'Answer a call once, while it rings.',
  });
