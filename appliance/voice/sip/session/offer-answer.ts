import { CODECS, meet, type Codec, type Direction, type MediaAddress, type NegotiatedMedia } from './media.ts';
import { readSdp, type ReadSdp, type SdpRefusal } from './sdp-reader.ts';
import { writeAnswer, writeOffer, type Origin } from './sdp-writer.ts';

/**
 * Who has an offer out (RFC 3264 section 4, RFC 3261 section 13.2.1). A value; each step gives the next one.
 *
 *   idle ---we offer---> offering ---their answer---> agreed
 *     +------their offer, our answer at once--------------^
 *   agreed goes to offering and back the same way; an offer refused or timed out falls back to what was agreed.
 */
export interface OfferAnswer {
  readonly at: 'idle' | 'offering' | 'agreed';
  readonly origin: Origin;
  /** What holds now; null before the first agreement. */
  readonly agreed: NegotiatedMedia | null;
  readonly wanted: Direction;
  /** What we take and offer, in our order. */
  readonly codecs: readonly Codec[];
}

export interface Step {
  readonly next: OfferAnswer;
  readonly sdp: Buffer;
}

export const startOfferAnswer = (sessionId: number, codecs: readonly Codec[] = CODECS): OfferAnswer => ({
  codecs,
  at: 'idle',
  origin: { id: sessionId, version: sessionId },
  agreed: null,
  wanted: 'sendrecv',
});

const advance = (state: OfferAnswer): Origin => ({ id: state.origin.id, version: state.origin.version + 1 });

/** Makes our offer. The caller has checked that none is out. */
export const makeOffer = (state: OfferAnswer, at: MediaAddress, wanted: Direction): Step => {
  const origin = advance(state);
  return { next: { ...state, at: 'offering', origin, wanted }, sdp: writeOffer(origin, at, wanted, state.codecs) };
};

/** Answers their offer anew, never from memory. */
export const makeAnswer = (state: OfferAnswer, at: MediaAddress, offer: ReadSdp): Step => {
  const origin = advance(state);
  const agreed = agree(offer, state.wanted);
  return { next: { ...state, at: 'agreed', origin, agreed }, sdp: writeAnswer(origin, at, offer, agreed.direction) };
};

/** Takes their answer to our offer. */
export const takeAnswer = (state: OfferAnswer, body: Buffer): OfferAnswer | SdpRefusal => {
  const answer = readSdp(body, state.codecs);
  return 'cause' in answer ? answer : { ...state, at: 'agreed', agreed: agree(answer, state.wanted) };
};

/** Our offer came to nothing: what was agreed before holds. */
export const dropOffer = (state: OfferAnswer): OfferAnswer => ({ ...state, at: state.agreed ? 'agreed' : 'idle' });

const agree = (theirs: ReadSdp, wanted: Direction): NegotiatedMedia => {
  const { audio } = theirs;
  const [first = { codec: 'pcmu', payloadType: 0 } as const] = audio.codecs;
  return {
    remoteHost: audio.remoteHost,
    remotePort: audio.remotePort,
    codec: first.codec,
    payloadType: first.payloadType,
    dtmfPayloadType: audio.dtmfPayloadType,
    ptime: audio.ptime,
    direction: meet(audio.direction, wanted),
  };
};
