import { RTP_HEADER_BYTES } from '../rtp.ts';

/**
 * Octets of an RTP header with contributing sources and extension, which stay in the clear (RFC 3711 section 3.1); null when this
 * is no RTP, or the packet ends before it.
 */
export const headerBytes = (packet: Buffer): number | null => {
  if (packet.length < RTP_HEADER_BYTES) return null;
  const first = packet.readUInt8(0);
  if (first >> 6 !== 2) return null;
  const end = RTP_HEADER_BYTES + 4 * (first & 0x0f);
  if ((first & 0x10) === 0) return end <= packet.length ? end : null;
  if (packet.length < end + 4) return null;
  const extended = end + 4 + 4 * packet.readUInt16BE(end + 2);
  return extended <= packet.length ? extended : null;
};

/** Octets of the header of an RTCP compound packet that stay in the clear: up to the SSRC of its sender (section 3.4). */
export const RTCP_CLEAR_BYTES = 8;

/** The word after an SRTCP packet: whether it is encrypted, and its index. */
export const RTCP_INDEX_BYTES = 4;
export const RTCP_ENCRYPTED = 0x8000_0000;
