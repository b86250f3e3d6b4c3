/**
 * RTP data packets, RFC 3550 section 5.1.
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                           timestamp                           |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |           synchronization source (SSRC) identifier            |
 *   +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 *   |  CC contributing sources, an extension if X, payload,         |
 *   |  and if P padding whose last octet counts it                  |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
export interface RtpPacket {
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Uint8Array;
}

const HEADER = 12;

/** Reads one datagram; null for anything that is not a whole RTP packet (RFC 3550 A.1). The payload is a view, not a copy. */
export const parseRtp = (datagram: Uint8Array): RtpPacket | null => {
  if (datagram.length < HEADER) return null;
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.length);
  const first = view.getUint8(0);
  if (first >> 6 !== 2) return null;
  const second = view.getUint8(1);
  // 200..204 are RTCP packet types that strayed to this port (RFC 5761 section 4).
  if (second >= 192 && second <= 223) return null;
  let start = HEADER + 4 * (first & 0x0f);
  if (first & 0x10) {
    if (datagram.length < start + 4) return null;
    start += 4 + 4 * view.getUint16(start + 2);
  }
  let end = datagram.length;
  if (first & 0x20) {
    const padding = view.getUint8(end - 1);
    if (padding === 0) return null;
    end -= padding;
  }
  if (start > end) return null;
  return {
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: datagram.subarray(start, end),
  };
};

/** Writes a packet without contributing sources, extension or padding. */
export const serializeRtp = (packet: RtpPacket): Buffer => {
  const out = Buffer.allocUnsafe(HEADER + packet.payload.length);
  writeRtpHeader(out, packet);
  out.set(packet.payload, HEADER);
  return out;
};

export const RTP_HEADER_BYTES = HEADER;

/** Writes the 12 header octets at the start of `out`. Sequence and timestamp wrap by themselves. */
export const writeRtpHeader = (out: Buffer, header: Omit<RtpPacket, 'payload'>): void => {
  out[0] = 0x80;
  out[1] = (header.marker ? 0x80 : 0) | (header.payloadType & 0x7f);
  out.writeUInt16BE(header.sequence & 0xffff, 2);
  out.writeUInt32BE(header.timestamp >>> 0, 4);
  out.writeUInt32BE(header.ssrc >>> 0, 8);
};
