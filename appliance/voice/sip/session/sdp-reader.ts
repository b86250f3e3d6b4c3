import { parse, type MediaDescription, type SessionDescription } from 'sdp-transform';
import { cryptoValues, readCrypto, type CryptoLine } from './crypto-attribute.ts';
import {
  OPEN_TERMS,
  withoutReceiving,
  type Codec,
  type Direction,
  type MediaOffer,
  type MediaTerms,
  type Profile,
} from './media.ts';

/** A description read: every media section, and the one audio section we can speak. */
export interface ReadSdp {
  readonly session: SessionDescription;
  /** Place of the audio section in `session.media`. */
  readonly index: number;
  readonly audio: MediaOffer;
}

/** 400: not SDP at all; 488: SDP without audio we can speak. */
export interface SdpRefusal {
  readonly status: 400 | 488;
  readonly cause: string;
}

const PROFILES: readonly Profile[] = ['RTP/AVP', 'RTP/SAVP'];
const PTIMES: readonly number[] = [10, 20, 30, 40, 60];
const STATIC: Readonly<Record<number, string>> = { 0: 'PCMU', 8: 'PCMA' };

/**
 * Reads an offer or an answer (RFC 4566, RFC 3264; keys by RFC 4568). Never throws, and names no key in what it refuses. Of several
 * audio sections the first encrypted one is taken, where encryption is wanted, else the first in the clear.
 */
export const readSdp = (body: Buffer, terms: MediaTerms = OPEN_TERMS): ReadSdp | SdpRefusal => {
  const text = body.toString('utf8');
  if (!/^v=0\s*$/m.test(text)) return { status: 400, cause: 'the body is not a session description' };
  const session = attempt(() => parse(text));
  const sections = text.match(/^m=/gm)?.length ?? 0;
  if (!session || session.media.length !== sections)
    return { status: 400, cause: 'the session description cannot be read' };
  // A section we cannot read could not be declined in its place either (RFC 3264 section 6).
  if (session.media.some((section) => !section.type || !section.protocol)) {
    return { status: 488, cause: 'a media section cannot be read' };
  }
  const keys = terms.srtp === 'off' ? [] : cryptoValues(text);
  const heard = session.media.flatMap((section, index) => {
    const audio = readAudio(
      section,
      session,
      terms.codecs,
      (keys[index] ?? []).flatMap((one) => readCrypto(one) ?? []),
    );
    return audio ? [{ session, index, audio }] : [];
  });
  const sealed = heard.find(({ audio }) => audio.crypto.length > 0);
  const clear = terms.srtp === 'required' ? undefined : heard.find(({ audio }) => audio.profile === 'RTP/AVP');
  return sealed ?? clear ?? { status: 488, cause: whyNot(heard, terms) };
};

/** Why no section will do; `heard` are those with a codec of ours. */
const whyNot = (heard: readonly ReadSdp[], terms: MediaTerms): string => {
  const codecs = terms.codecs.map((one) => one.toUpperCase()).join(' or ');
  if (heard.length === 0) return `no audio section with ${codecs} over RTP/AVP or RTP/SAVP`;
  if (terms.srtp === 'off') return 'the sound is encrypted (RTP/SAVP), and SRTP is off here';
  return heard.some(({ audio }) => audio.profile === 'RTP/SAVP')
    ? 'no crypto attribute with AES_CM_128_HMAC_SHA1_80 or _32, one inline key and no MKI'
    : 'SRTP is required here, and the sound has no key';
};

const readAudio = (
  section: MediaDescription,
  session: SessionDescription,
  taken: readonly Codec[],
  crypto: readonly CryptoLine[],
): MediaOffer | null => {
  const profile = PROFILES.find((one) => one === section.protocol);
  if (section.type !== 'audio' || !profile || section.port === 0) return null;
  const host = section.connection?.ip ?? session.connection?.ip;
  if (host === undefined || String(host) === '') return null;
  const codecs = payloadTypes(section).flatMap((payloadType) => {
    const codec = codecOf(section, payloadType);
    return codec && taken.includes(codec) ? [{ codec, payloadType }] : [];
  });
  if (codecs.length === 0) return null;
  const direction: Direction = section.direction ?? session.direction ?? 'sendrecv';
  return {
    remoteHost: String(host),
    remotePort: section.port,
    codecs,
    dtmfPayloadType: dtmfOf(section),
    ptime: PTIMES.includes(section.ptime ?? 0) ? (section.ptime ?? 20) : 20,
    direction: isNowhere(String(host)) ? withoutReceiving(direction) : direction,
    profile,
    crypto,
  };
};

/** Payload types in the order of preference. */
const payloadTypes = (section: MediaDescription): number[] =>
  String(section.payloads ?? '')
    .split(/\s+/)
    .filter((text) => /^\d{1,3}$/.test(text))
    .map(Number);

const codecOf = (section: MediaDescription, payloadType: number): Codec | null => {
  const mapped = section.rtp.find((entry) => entry.payload === payloadType);
  if (mapped && mapped.rate !== undefined && mapped.rate !== 8000) return null;
  const name = (mapped?.codec ?? STATIC[payloadType] ?? '').toUpperCase();
  return name === 'PCMU' ? 'pcmu' : name === 'PCMA' ? 'pcma' : null;
};

const dtmfOf = (section: MediaDescription): number | null => {
  const offered = payloadTypes(section);
  const entry = section.rtp.find(
    (one) => one.codec.toLowerCase() === 'telephone-event' && one.rate === 8000 && offered.includes(one.payload),
  );
  return entry?.payload ?? null;
};

const isNowhere = (host: string): boolean => host === '0.0.0.0' || host === '::';

const attempt = <T>(run: () => T): T | null => {
  try {
    return run();
  } catch {
    return null;
  }
};
