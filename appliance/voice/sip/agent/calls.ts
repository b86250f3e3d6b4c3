import { callIdOf, fromTag, toTag, type SipMessage, type SipRequest, type SipResponse } from '../parse/message.ts';
import type { IncomingCall } from '../session/call.ts';
import type { ServerTransaction } from '../transaction/served.ts';

/** A call as the user agent keeps it until nothing of it is under way any more. */
export interface LiveCall {
  readonly id: string;
  readonly localTag: string;
  readonly trunk: string | null;
  /** True once it has ended, while its BYE may still be on the way. */
  readonly isOver: boolean;
  /** The INVITE that it came in; null for a call of ours. */
  readonly invite: ServerTransaction | null;
  /** The far end's CANCEL of that INVITE, or its BYE before the answer. */
  cancel(request: SipRequest): void;
  /** True when this far end's tag makes a dialog of this call. */
  knows(remoteTag: string): boolean;
  receive(transaction: ServerTransaction): void;
  ack(request: SipRequest): void;
  lateResponse(response: SipResponse): void;
  hangup(reason: string): void;
  /** Another call takes its place (RFC 3891). @returns false when it is not in a state for that; absent where it never is */
  replace?(by: IncomingCall): boolean;
}

/** Every call of the user agent, found by Call-ID and our tag. */
export class Calls {
  readonly #calls = new Map<string, LiveCall>();
  #onEmpty: (() => void) | null = null;

  add(call: LiveCall): void {
    this.#calls.set(`${call.id}\n${call.localTag}`, call);
  }

  remove(call: LiveCall): void {
    this.#calls.delete(`${call.id}\n${call.localTag}`);
    if (this.#calls.size === 0) this.#onEmpty?.();
  }

  /** The call whose dialog this request of the far end belongs to. */
  ofRequest(request: SipRequest): LiveCall | null {
    const call = this.#calls.get(`${callIdOf(request)}\n${toTag(request)}`);
    return call?.knows(fromTag(request)) === true ? call : null;
  }

  /** The call of this dialog. */
  ofDialog(callId: string, localTag: string, remoteTag: string): LiveCall | null {
    const call = this.#calls.get(`${callId}\n${localTag}`);
    return call?.knows(remoteTag) === true ? call : null;
  }

  /** The call of ours that this response answers. */
  ofResponse(response: SipMessage): LiveCall | null {
    return this.#calls.get(`${callIdOf(response)}\n${fromTag(response)}`) ?? null;
  }

  /** The call that came in this INVITE transaction and may still be cancelled by it. */
  cameIn(transaction: ServerTransaction): LiveCall | null {
    for (const call of this.#calls.values()) if (call.invite === transaction) return call;
    return null;
  }

  /** Calls that have not ended: all, or those over one trunk. */
  live(trunk?: string): number {
    let count = 0;
    for (const call of this.#calls.values()) if (!call.isOver && (trunk === undefined || call.trunk === trunk)) count++;
    return count;
  }

  /** Calls of which something is under way, ended ones among them. */
  get size(): number {
    return this.#calls.size;
  }

  hangupAll(reason: string): void {
    for (const call of this.#calls.values()) call.hangup(reason);
  }

  /** Calls back once no call is left, at once when there is none. */
  whenEmpty(run: () => void): void {
    if (this.#calls.size === 0) run();
    else this.#onEmpty = run;
  }
}
