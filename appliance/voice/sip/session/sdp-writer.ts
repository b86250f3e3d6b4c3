import { isIPv6 } from 'node:net';
import { write, type MediaDescription, type SessionDescription } from 'sdp-transform';
import { CODECS, type Codec, type Direction, type MediaAddress } from './media.ts';
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

const audio = (
  at: MediaAddress,
  codecs: readonly { codec: Codec; payloadType: number }[],
  dtmf: number | null,
  direction: Direction,
): MediaDescription => ({
  type: 'audio',
  port: at.port,
  protocol: 'RTP/AVP',
  payloads: [...codecs.map((one) => one.payloadType), ...(dtmf === null ? [] : [dtmf])].join(' '),
  rtp: [
    ...codecs.map((one) => ({ payload: one.payloadType, codec: NAMES[one.codec], rate: 8000 })),
    ...(dtmf === null ? [] : [{ payload: dtmf, codec: 'telephone-event', rate: 8000 }]),
  ],
  fmtp: dtmf === null ? [] : [{ payload: dtmf, config: '0-15' }],
  ptime: PTIME,
  direction,
});

/** Our offer: G.711 and telephone-event, 20 ms packets. */
export const writeOffer = (
  origin: Origin,
  at: MediaAddress,
  direction: Direction,
  offered: readonly Codec[] = CODECS,
): Buffer => {
  const codecs = offered.map((codec) => ({ codec, payloadType: PAYLOAD_TYPES[codec] }));
  return Buffer.from(write(frame(origin, at, [audio(at, codecs, DTMF, direction)])));
};

/** Our answer: one codec under the offer's number, every other section declined with port 0 (RFC 3264 section 6). */
export const writeAnswer = (origin: Origin, at: MediaAddress, offer: ReadSdp, direction: Direction): Buffer => {
  const media = offer.session.media.map((section, i): MediaDescription => {
    if (i === offer.index) return audio(at, offer.audio.codecs.slice(0, 1), offer.audio.dtmfPayloadType, direction);
    return {
      type: section.type,
      port: 0,
      protocol: section.protocol,
      payloads: String(section.payloads ?? '0'),
      rtp: [],
      fmtp: [],
    };
  });
  return Buffer.from(write(frame(origin, at, media)));
};
