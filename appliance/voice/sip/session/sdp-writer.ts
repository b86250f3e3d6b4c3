import { isIPv6 } from 'node:net';
import { write, type MediaDescription, type SessionDescription } from 'sdp-transform';
import type { CryptoLine } from './crypto-attribute.ts';
import type { Codec, Direction, MediaAddress, Profile } from './media.ts';
import type { ReadSdp } from './sdp-reader.ts';

/** `o=`: the id stays for a session's life, the version grows with each description that differs (RFC 3264 section 5). */
export interface Origin {
  readonly id: number;
  readonly version: number;
}

const PTIME = 20;
const DTMF = 101;
const PAYLOAD_TYPES: Readonly<Record<Codec, number>> = { pcmu: 0, pcma: 8 };
const NAMES: Readonly<Record<Codec, string>> = { pcmu: 'PCMU', pcma: 'PCMA' };

const frame = (origin: Origin, at: MediaAddress, media: MediaDescription[]): SessionDescription => {
  const ipVer = isIPv6(at.host) ? 6 : 4;
  return {
    version: 0,
    origin: {
      username: '-',
      sessionId: origin.id,
      sessionVersion: origin.version,
      netType: 'IN',
      ipVer,
      address: at.host,
    },
    name: '-',
    connection: { version: ipVer, ip: at.host },
    timing: { start: 0, stop: 0 },
    media,
  };
};

/** What our audio section says beside its codecs. */
export interface Section {
  readonly at: MediaAddress;
  readonly direction: Direction;
  readonly profile: Profile;
  readonly keys: readonly CryptoLine[];
}

const audio = (
  { at, direction, profile, keys }: Section,
  codecs: readonly { codec: Codec; payloadType: number }[],
  dtmf: number | null,
): MediaDescription => ({
  type: 'audio',
  port: at.port,
  protocol: profile,
  payloads: [...codecs.map((one) => one.payloadType), ...(dtmf === null ? [] : [dtmf])].join(' '),
  rtp: [
    ...codecs.map((one) => ({ payload: one.payloadType, codec: NAMES[one.codec], rate: 8000 })),
    ...(dtmf === null ? [] : [{ payload: dtmf, codec: 'telephone-event', rate: 8000 }]),
  ],
  fmtp: dtmf === null ? [] : [{ payload: dtmf, config: '0-15' }],
  ptime: PTIME,
  direction,
  ...(keys.length === 0
    ? {}
    : { crypto: keys.map(({ tag, suite, key }) => ({ id: tag, suite, config: `inline:${key.tell()}` })) }),
});

/** The sections of a session in their order: ours, and the others, which stay declined. */
export interface Layout {
  readonly others: readonly Pick<MediaDescription, 'type' | 'protocol' | 'payloads'>[];
  /** How many of the others stand before our audio. */
  readonly before: number;
}

export const layoutOf = ({ session, index }: ReadSdp): Layout => ({
  others: session.media.flatMap(({ type, protocol, payloads }, i) =>
    i === index ? [] : [{ type, protocol, payloads: String(payloads ?? '0') }],
  ),
  before: index,
});

const ALONE: Layout = { others: [], before: 0 };

/** Our audio in its place among sections declined with port 0 (RFC 3264 sections 6 and 8). */
const among = ({ others, before }: Layout, ours: MediaDescription): MediaDescription[] => {
  const declined = others.map((one) => ({ ...one, port: 0, rtp: [], fmtp: [] }));
  return [...declined.slice(0, before), ours, ...declined.slice(before)];
};

/** Our offer: G.711 and telephone-event, 20 ms packets; sections that the session had stay, declined. */
export const writeOffer = (
  origin: Origin,
  section: Section,
  offered: readonly Codec[],
  layout: Layout | null,
): Buffer => {
  const codecs = offered.map((codec) => ({ codec, payloadType: PAYLOAD_TYPES[codec] }));
  return Buffer.from(write(frame(origin, section.at, among(layout ?? ALONE, audio(section, codecs, DTMF)))));
};

/** Our answer: one codec under the offer's number, every other section declined. */
export const writeAnswer = (origin: Origin, section: Section, offer: ReadSdp): Buffer => {
  const ours = audio(section, offer.audio.codecs.slice(0, 1), offer.audio.dtmfPayloadType);
  return Buffer.from(write(frame(origin, section.at, among(layoutOf(offer), ours))));
};
