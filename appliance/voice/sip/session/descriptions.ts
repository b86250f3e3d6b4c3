import type { Direction, MediaAddress, MediaTerms, NegotiatedMedia } from './media.ts';
import { dropOffer, makeAnswer, makeOffer, takeAnswer, type OfferAnswer } from './offer-answer.ts';
import type { ReadSdp, SdpRefusal } from './sdp-reader.ts';

/** The descriptions of one session: what both ends agreed, and the offer of ours that is out. */
export class Descriptions {
  readonly #at: MediaAddress;
  #state: OfferAnswer;

  constructor(state: OfferAnswer, at: MediaAddress) {
    this.#state = state;
    this.#at = at;
  }

  /** What holds between both ends now. */
  get agreed(): NegotiatedMedia | null {
    return this.#state.agreed;
  }

  /** The direction we want. */
  get wanted(): Direction {
    return this.#state.wanted;
  }

  get terms(): MediaTerms {
    return this.#state.terms;
  }

  get at(): OfferAnswer['at'] {
    return this.#state.at;
  }

  /** Our offer; the direction holds from then on. */
  offer(wanted: Direction = this.#state.wanted): Buffer {
    const step = makeOffer(this.#state, this.#at, wanted);
    this.#state = step.next;
    return step.sdp;
  }

  /** Our answer to an offer of theirs. */
  answer(offer: ReadSdp): Buffer {
    const step = makeAnswer(this.#state, this.#at, offer);
    this.#state = step.next;
    return step.sdp;
  }

  /** Takes their answer to our offer. @returns why it cannot be used: then the offer is still out; null when it can */
  take(body: Buffer): SdpRefusal | null {
    const answered = takeAnswer(this.#state, body);
    if ('cause' in answered) return answered;
    this.#state = answered;
    return null;
  }

  /** Our offer came to nothing: what was agreed before holds, and the direction wanted before it. */
  drop(wanted: Direction = this.#state.wanted): void {
    this.#state = { ...dropOffer(this.#state), wanted };
  }
}
