import { SRTP_SUITES, type CryptoLine } from './crypto-attribute.ts';
import { MasterKey } from './master-key.ts';
import { meet, OPEN_TERMS } from './media.ts';
import type { Direction, MediaAddress, MediaTerms, NegotiatedMedia, NegotiatedSrtp, Profile } from './media.ts';
import { readSdp, type ReadSdp, type SdpRefusal } from './sdp-reader.ts';
import { layoutOf, writeAnswer, writeOffer, type Layout, type Origin } from './sdp-writer.ts';

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
  /** Our last description; null before the first. */
  readonly told: Buffer | null;
  /** What holds now; null before the first agreement. */
  readonly agreed: NegotiatedMedia | null;
  readonly wanted: Direction;
  readonly terms: MediaTerms;
  /** The media sections of the session, once there are any: their number and order stay (RFC 3264 section 8). */
  readonly layout: Layout | null;
  /** Of our audio section. */
  readonly profile: Profile;
  /** Keys of ours as told last: those offered, and after an agreement the one that holds. */
  readonly keys: readonly CryptoLine[];
}

export interface Step {
  readonly next: OfferAnswer;
  readonly sdp: Buffer;
}

export const startOfferAnswer = (sessionId: number, terms: MediaTerms = OPEN_TERMS): OfferAnswer => ({
  terms,
  at: 'idle',
  origin: { id: sessionId, version: sessionId },
  told: null,
  agreed: null,
  wanted: 'sendrecv',
  layout: null,
  profile: terms.srtp === 'required' ? 'RTP/SAVP' : 'RTP/AVP',
  keys: [],
});

/** The version grows by one with each description that differs from the one before (RFC 3264 section 8). */
const describe = (state: OfferAnswer, write: (origin: Origin) => Buffer): { origin: Origin; sdp: Buffer } => {
  const same = write(state.origin);
  if (state.told?.equals(same) === true) return { origin: state.origin, sdp: same };
  const origin = { id: state.origin.id, version: state.origin.version + 1 };
  return { origin, sdp: write(origin) };
};

const freshKeys = (): CryptoLine[] => SRTP_SUITES.map((suite, i) => ({ tag: i + 1, suite, key: MasterKey.fresh() }));

/** Makes our offer: with the keys that hold, so that what is under way stays readable. The caller has checked that none is out. */
export const makeOffer = (state: OfferAnswer, at: MediaAddress, wanted: Direction): Step => {
  const { terms, layout, profile } = state;
  const keys = terms.srtp === 'off' || state.keys.length > 0 ? state.keys : freshKeys();
  const section = { at, direction: wanted, profile, keys };
  const { origin, sdp } = describe(state, (one) => writeOffer(one, section, terms.codecs, layout));
  return { next: { ...state, at: 'offering', origin, told: sdp, wanted, keys }, sdp };
};

/** Answers their offer anew, never from memory. */
export const makeAnswer = (state: OfferAnswer, at: MediaAddress, offer: ReadSdp): Step => {
  const [theirs] = offer.audio.crypto;
  const key = theirs && keyFor(theirs, state.agreed?.srtp ?? null);
  const keys = theirs && key ? [{ tag: theirs.tag, suite: theirs.suite, key }] : [];
  const srtp = theirs && key ? { suite: theirs.suite, ours: key, theirs: theirs.key } : null;
  const agreed = agree(state, offer, srtp);
  const { profile } = offer.audio;
  const section = { at, direction: agreed.direction, profile, keys };
  const { origin, sdp } = describe(state, (one) => writeAnswer(one, section, offer));
  return { next: { ...state, at: 'agreed', origin, told: sdp, agreed, layout: layoutOf(offer), profile, keys }, sdp };
};

/**
 * Our key towards theirs: the one that holds as long as theirs does. A new key of theirs may be another device's, which cannot know
 * how far our packets have counted; so it gets a new one of ours.
 */
const keyFor = (theirs: CryptoLine, before: NegotiatedSrtp | null): MasterKey =>
  before !== null && before.suite === theirs.suite && before.theirs.equals(theirs.key)
    ? before.ours
    : MasterKey.fresh();

/** Takes their answer to our offer. */
export const takeAnswer = (state: OfferAnswer, body: Buffer): OfferAnswer | SdpRefusal => {
  const answer = readSdp(body, state.terms);
  if ('cause' in answer) return answer;
  const [theirs] = answer.audio.crypto;
  const own = state.keys.find(({ tag, suite }) => tag === theirs?.tag && suite === theirs.suite);
  if (theirs && !own) return { status: 488, cause: 'the answer takes a crypto attribute that was not offered' };
  const srtp = theirs && own ? { suite: own.suite, ours: own.key, theirs: theirs.key } : null;
  // A key that has sealed packets is never used for another beginning: its counters are gone with the clear.
  const unused = state.agreed?.srtp ? [] : state.keys;
  const keys = own ? [own] : unused;
  return { ...state, at: 'agreed', agreed: agree(state, answer, srtp), profile: answer.audio.profile, keys };
};

/** Our offer came to nothing: what was agreed before holds. */
export const dropOffer = (state: OfferAnswer): OfferAnswer => ({ ...state, at: state.agreed ? 'agreed' : 'idle' });

const agree = (state: OfferAnswer, theirs: ReadSdp, srtp: NegotiatedSrtp | null): NegotiatedMedia => {
  const { audio } = theirs;
  const [first = { codec: 'pcmu', payloadType: 0 } as const] = audio.codecs;
  return {
    remoteHost: audio.remoteHost,
    remotePort: audio.remotePort,
    codec: first.codec,
    payloadType: first.payloadType,
    dtmfPayloadType: audio.dtmfPayloadType,
    ptime: audio.ptime,
    direction: meet(audio.direction, state.wanted),
    srtp,
    carrier: state.terms.carrier,
  };
};
