import { contactUri, type Fields, type Stack } from '../agent/stack.ts';
import type { SipRequest, SipResponse } from '../parse/message.ts';
import { drive, type Drive } from '../transaction/drive.ts';
import {
  REFERRAL_START,
  nextReferral,
  type ReferralInput,
  type ReferralOutcome,
  type ReferralState,
} from './referral.ts';
import { latch } from './signal.ts';

/** Where a far end is sent, and in whose name. */
export interface ReferRequest {
  /** `sip:` or `tel:` URI. */
  readonly to: string;
  /** URI for Referred-By (RFC 3892). */
  readonly by: string;
  /** Status of the far end's new call while it rings: 100, 180, 183. */
  readonly onProgress?: (status: number) => void;
}

/** After the result: a NOTIFY that is still on its way is answered this long, ms. */
const LINGER = 10_000;

interface Answer {
  readonly status: number;
  readonly fields?: Readonly<Record<string, string>>;
}

/** One REFER of ours at work (RFC 3515): from the request to its result, and the NOTIFYs that tell of it. */
export class Refer {
  readonly #machine: Drive<ReferralState, ReferralInput>;
  readonly #over = latch<ReferralOutcome>();
  readonly #closed = latch<void>();
  #subscribed = true;

  constructor(stack: Stack, request: ReferRequest) {
    this.#machine = drive({
      start: REFERRAL_START,
      timers: stack.timers,
      next: nextReferral,
      fired: (): ReferralInput => ({ kind: 'timer', timer: 'limit' }),
      effect: (effect) => {
        if (effect.do === 'progress') return request.onProgress?.(effect.status);
        if (effect.do !== 'over') return;
        const { ok, status, accepted } = effect;
        this.#over.fire({ ok, status, accepted });
        if (this.#subscribed) stack.timers.after(LINGER, () => this.#closed.fire());
        else this.#closed.fire();
      },
    });
  }

  /** The fields of the request. */
  static fields(stack: Stack, { to, by }: ReferRequest): Fields {
    return {
      contact: `<${contactUri(stack.self)}>`,
      'refer-to': `<${to}>`,
      'referred-by': `<${by}>`,
      supported: 'norefersub',
    };
  }

  /** The result; told late as well. */
  get outcome(): Promise<ReferralOutcome> {
    return new Promise((resolve) => {
      this.#over.on(resolve);
    });
  }

  get isOver(): boolean {
    return this.#over.fired();
  }

  /** Told once no NOTIFY is to be expected any more: then the dialog may be forgotten. */
  onClosed(handler: () => void): void {
    this.#closed.on(handler);
  }

  /** @param response to the REFER; null when none came */
  answered(response: SipResponse | null): void {
    if (!response || response.status >= 300 || refusesSubscription(response)) this.#subscribed = false;
    this.#machine.input({ kind: 'answer', status: response?.status ?? 408 });
  }

  /** @returns what answers the NOTIFY */
  notify(request: SipRequest): Answer {
    const [event = ''] = (request.headers.get('event') ?? '').split(';', 1);
    if (event.trim().toLowerCase() !== 'refer') return { status: 489, fields: { 'allow-events': 'refer' } };
    const terminated = /^\s*terminated\b/i.test(request.headers.get('subscription-state') ?? '');
    this.#machine.input({ kind: 'notify', status: statusIn(request), terminated });
    if (terminated) this.#close();
    return { status: 200 };
  }

  /** The far end's BYE. */
  left(): void {
    this.#machine.input({ kind: 'bye' });
  }

  hangup(): void {
    this.#machine.input({ kind: 'hangup' });
  }

  #close(): void {
    this.#subscribed = false;
    if (this.isOver) this.#closed.fire();
  }
}

const refusesSubscription = (response: SipResponse): boolean =>
  (response.headers.get('refer-sub') ?? '').trim().toLowerCase().startsWith('false');

/** The status line of a `message/sipfrag` body (RFC 3420); null when there is none. */
const statusIn = (request: SipRequest): number | null => {
  const found = /^SIP\/2\.0 +([1-6]\d\d)\b/i.exec(request.body.toString('latin1', 0, 200).trimStart());
  return found ? Number(found[1]) : null;
};
