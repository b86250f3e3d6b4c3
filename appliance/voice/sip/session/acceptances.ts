import { drive, type Drive } from '../transaction/drive.ts';
import type { Timers } from '../timers.ts';
import { ACCEPTANCE_START, nextAcceptance, type AcceptanceInput, type AcceptanceState } from './acceptance.ts';

interface Acceptance {
  readonly machine: Drive<AcceptanceState, AcceptanceInput>;
  /** True when the 2xx carried our offer, so that the ACK must bring the answer. */
  readonly awaitsAnswer: boolean;
}

/** Our 2xx responses that wait for their ACK, by CSeq number of the INVITE (RFC 3261 section 13.3.1.4). */
export class Acceptances {
  readonly #timers: Timers;
  readonly #on: { readonly confirmed: () => void; readonly unconfirmed: () => void };
  readonly #open = new Map<number, Acceptance>();

  constructor(timers: Timers, on: { readonly confirmed: () => void; readonly unconfirmed: () => void }) {
    this.#timers = timers;
    this.#on = on;
  }

  get none(): boolean {
    return this.#open.size === 0;
  }

  /** Sends the 2xx now, and again until its ACK comes. */
  start(number: number, awaitsAnswer: boolean, send: () => void): void {
    const machine = drive({
      start: ACCEPTANCE_START,
      timers: this.#timers,
      next: nextAcceptance,
      fired: (timer): AcceptanceInput => ({ kind: 'timer', timer: timer as 'resend' }),
      effect: (effect) => {
        if (effect.do === 'send') return send();
        this.#open.delete(number);
        if (effect.do === 'unconfirmed') this.#on.unconfirmed();
        else this.#on.confirmed();
      },
    });
    this.#open.set(number, { machine, awaitsAnswer });
    machine.input({ kind: 'start' });
  }

  /**
   * An ACK. One that fits nothing is ignored.
   * @param answer takes the answer that this ACK must bring; runs before the 2xx counts as confirmed
   */
  ack(number: number, answer: () => void): void {
    const acceptance = this.#open.get(number);
    if (acceptance?.awaitsAnswer === true) answer();
    acceptance?.machine.input({ kind: 'ack' });
  }

  clear(): void {
    for (const { machine } of this.#open.values()) machine.dispose();
    this.#open.clear();
  }
}
