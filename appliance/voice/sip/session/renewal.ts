import { randomInt } from 'node:crypto';
import { refreshTarget } from '../dialog/dialog.ts';
import type { SipResponse } from '../parse/message.ts';
import type { Timers } from '../timers.ts';
import type { Descriptions } from './descriptions.ts';
import type { DialogRequests } from './dialog-requests.ts';
import type { Direction, NegotiatedMedia } from './media.ts';
import { SessionClock } from './session-clock.ts';
import { MIN_SE, agreedTimer, askTimer, minSe, type SessionTimer } from './session-timer.ts';

interface RenewalDeps {
  readonly timers: Timers;
  readonly requests: DialogRequests;
  readonly descriptions: Descriptions;
  /** Who called: decides how long to wait after a 491. */
  readonly weCalled: boolean;
  /** The far end takes UPDATE, as its Allow says. */
  readonly updates: boolean;
  readonly ended: () => boolean;
  readonly fail: (reason: string) => void;
  /** A refresh of ours has changed the media. */
  readonly changed: (before: NegotiatedMedia | null) => void;
}

/**
 * What we ask of the far end while the session lives: another direction of the media (RFC 3261 section 14.1), and that the session
 * lives on (RFC 4028 section 10).
 */
export class Renewal {
  readonly #deps: RenewalDeps;
  readonly #clock: SessionClock;
  #updates: boolean;
  #minSe = MIN_SE;
  #inviting = false;

  constructor(deps: RenewalDeps) {
    this.#deps = deps;
    this.#updates = deps.updates;
    this.#clock = new SessionClock(deps.timers, {
      refresh: () => void this.#refresh(),
      die: () => deps.fail('the session was not refreshed'),
    });
  }

  /** An offer of ours is out: another must wait (RFC 3261 section 14.2). */
  get offering(): boolean {
    return this.#inviting || this.#deps.descriptions.at === 'offering';
  }

  /** How long the session lives on from now. */
  set(timer: SessionTimer | null): void {
    this.#clock.set(timer);
  }

  stop(): void {
    this.#clock.stop();
  }

  /** Offers the media anew. @returns what was agreed; null when the far end refused or the session is not in a state for it */
  async offerMedia(direction: Direction): Promise<NegotiatedMedia | null> {
    const { descriptions, requests, ended, fail } = this.#deps;
    if (ended() || this.#inviting || descriptions.at !== 'agreed') return null;
    const before = descriptions.wanted;
    const sdp = descriptions.offer(direction);
    this.#inviting = true;
    const response = await requests.ask('INVITE', askTimer(this.#clock.timer, this.#minSe), sdp);
    this.#inviting = false;
    if (ended()) return null;
    if (response && response.status < 300) {
      this.#renewed(response);
      const refusal = descriptions.take(response.body);
      if (refusal === null) return descriptions.agreed;
      fail(refusal.cause);
      return null;
    }
    descriptions.drop(before);
    if (!response || isLost(response)) {
      fail(UNKNOWN);
      return null;
    }
    if (response.status === 422 && this.#longer(response)) return this.offerMedia(direction);
    if (response.status !== 491) return null;
    await new Promise<void>((resolve) => void this.#deps.timers.after(this.#waitAfterGlare(), resolve));
    return this.offerMedia(direction);
  }

  /** Keeps the session alive: by UPDATE where the far end takes it, else by a re-INVITE. */
  async #refresh(): Promise<void> {
    const { descriptions, requests, ended, fail } = this.#deps;
    if (ended()) return;
    if (!this.#updates) {
      const before = descriptions.agreed;
      const agreed = await this.offerMedia(descriptions.wanted);
      if (agreed) this.#deps.changed(before);
      else this.#refreshSoon();
      return;
    }
    const response = await requests.ask('UPDATE', askTimer(this.#clock.timer, this.#minSe));
    if (ended()) return;
    if (!response || isLost(response)) return fail(UNKNOWN);
    if (response.status < 300) return this.#renewed(response);
    if (response.status === 422 && this.#longer(response)) return this.#refresh();
    if (response.status === 405 || response.status === 501) this.#updates = false;
    this.#refreshSoon();
  }

  #renewed(response: SipResponse): void {
    const { requests } = this.#deps;
    requests.dialog = refreshTarget(requests.dialog, response);
    this.set(agreedTimer(response));
  }

  /** Tries again until the session's life is over. */
  #refreshSoon(): void {
    if (!this.#deps.ended()) this.#deps.timers.after(this.#waitAfterGlare() + 1_000, () => void this.#refresh());
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
    return this.#deps.weCalled ? randomInt(210, 401) * 10 : randomInt(0, 201) * 10;
  }
}

const UNKNOWN = 'the far end no longer knows the call';

/** Says that the dialog is gone (RFC 3261 section 12.2.1.2). */
const isLost = ({ status }: SipResponse): boolean => status === 408 || status === 481;
