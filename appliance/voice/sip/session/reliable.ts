import { cseqOf, type SipRequest, type SipResponse } from '../parse/message.ts';
import { parseNumber } from '../parse/tokens.ts';
import { T1, TRANSACTION_TIMEOUT, type Timers } from '../timers.ts';

/** True when the message asks for or is of the reliable kind (RFC 3262). */
export const wantsReliable = (message: SipRequest | SipResponse): boolean =>
  message.headers.list('require').some((tag) => tag.toLowerCase() === '100rel');

/** RSeq of a provisional response; null when it has none. */
export const rseqOf = (response: SipResponse): number | null =>
  parseNumber((response.headers.get('rseq') ?? '').trim(), 2 ** 32 - 1);

/** True when this PRACK is about that RSeq of that INVITE (RFC 3262 section 7.2). */
const acknowledges = (prack: SipRequest, rseq: number, invite: SipRequest): boolean => {
  const [one = '', two = '', method = ''] = (prack.headers.get('rack') ?? '').trim().split(/\s+/);
  return (
    parseNumber(one, 2 ** 32 - 1) === rseq &&
    parseNumber(two, 2 ** 32 - 1) === (cseqOf(invite)?.number ?? -1) &&
    method === 'INVITE'
  );
};

/**
 * Provisional responses sent again until their PRACK comes, the wait doubling from T1 (RFC 3262 section 3). One is out at a
 * time: the next replaces it.
 */
export class ReliableProvisionals {
  readonly #timers: Timers;
  readonly #invite: SipRequest;
  readonly #giveUp: () => void;
  #rseq: number;
  #open = false;
  #stops: (() => void)[] = [];

  /** @param first RSeq, at random from 1 on; @param giveUp no PRACK came in 64*T1 */
  constructor(timers: Timers, invite: SipRequest, first: number, giveUp: () => void) {
    this.#timers = timers;
    this.#invite = invite;
    this.#rseq = first - 1;
    this.#giveUp = giveUp;
  }

  /** @param send sends the response, which is to carry these fields */
  start(send: (fields: Readonly<Record<string, string>>) => void): void {
    this.stop();
    this.#open = true;
    const fields = { require: '100rel', rseq: String(++this.#rseq) };
    const again = (wait: number): void => {
      send(fields);
      this.#stops[0] = this.#timers.after(wait, () => again(2 * wait));
    };
    this.#stops[1] = this.#timers.after(TRANSACTION_TIMEOUT, () => {
      this.stop();
      this.#giveUp();
    });
    again(T1);
  }

  /** Takes a PRACK. @returns false when it fits nothing that is out: it is answered 481 */
  prack(request: SipRequest): boolean {
    if (!this.#open || !acknowledges(request, this.#rseq, this.#invite)) return false;
    this.#open = false;
    this.stop();
    return true;
  }

  /** Sends no more, though a PRACK on its way is still taken. */
  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}
