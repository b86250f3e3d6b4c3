import { parse, type MediaDescription, type SessionDescription } from 'sdp-transform';
import { CODECS, withoutReceiving, type Codec, type Direction, type MediaOffer } from './media.ts';

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

const PTIMES: readonly number[] = [10, 20, 30, 40, 60];
const STATIC: Readonly<Record<number, string>> = { 0: 'PCMU', 8: 'PCMA' };

/** Reads an offer or an answer (RFC 4566, RFC 3264). Never throws. */
export const readSdp = (body: Buffer, taken: readonly Codec[] = CODECS): ReadSdp | SdpRefusal => {
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
  for (const [index, section] of session.media.entries()) {
    const audio = readAudio(section, session, taken);
    if (audio) return { session, index, audio };
  }
  return {
    status: 488,
    cause: `no audio section with ${taken.map((one) => one.toUpperCase()).join(' or ')} over RTP/AVP`,
  };
};

const readAudio = (
  section: MediaDescription,
  session: SessionDescription,
  taken: readonly Codec[],
): MediaOffer | null => {
  if (section.type !== 'audio' || section.protocol !== 'RTP/AVP' || section.port === 0) return null;
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
