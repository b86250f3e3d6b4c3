import { isIPv6, SocketAddress } from 'node:net';
import type { TracedPackets, TraceRecord } from '#shared/api/trace.ts';

/** IP packets without a link layer, IPv4 and IPv6 alike (tcpdump.org/linktypes.html). */
const LINKTYPE_RAW = 101;
const SNAPLEN = 65_535;
const UDP = 17;
const RECORD_BYTES = 24;
const RTP_HEADER = 12;

interface Packet {
  /** Epoch ms. */
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly payload: Buffer;
  /** Length on the wire, where less of the payload was kept. */
  readonly length: number;
}

interface Address {
  readonly bytes: Buffer;
  readonly port: number;
}

/** @param text `192.0.2.1:5060`, `[2001:db8::1]:5060` */
const addressOf = (text: string): Address => {
  const { address, port } = SocketAddress.parse(text) ?? new SocketAddress({});
  if (!isIPv6(address)) return { bytes: Buffer.from(address.split('.').map(Number)), port };
  const [head = '', tail = ''] = address.split('::');
  const words = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16));
  const [before, after] = [words(head), words(tail)];
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
  return { bytes: Buffer.from(all.flatMap((word) => [word >> 8, word & 0xff])), port };
};

/** Internet checksum (RFC 1071). */
const checksum = (data: Buffer): number => {
  let sum = 0;
  for (let i = 0; i < data.length; i += 2) sum += ((data[i] ?? 0) << 8) | (data[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
};

/** A datagram in a made IP and UDP header. The UDP checksum is left out where it may be, for what follows may be cut (RFC 768). */
const wrapped = ({ from, to, payload, length }: Packet): Buffer => {
  const [source, target] = [addressOf(from), addressOf(to)];
  const six = source.bytes.length === 16;
  const udp = Buffer.alloc(8);
  udp.writeUInt16BE(source.port, 0);
  udp.writeUInt16BE(target.port, 2);
  udp.writeUInt16BE(8 + length, 4);
  const ip = Buffer.alloc(six ? 40 : 20);
  if (six) {
    ip[0] = 0x60;
    ip.writeUInt16BE(8 + length, 4);
    ip[6] = UDP;
    ip[7] = 64;
  } else {
    ip[0] = 0x45;
    ip.writeUInt16BE(28 + length, 2);
    ip[8] = 64;
    ip[9] = UDP;
  }
  source.bytes.copy(ip, six ? 8 : 12);
  target.bytes.copy(ip, six ? 24 : 16);
  if (!six) ip.writeUInt16BE(checksum(ip), 10);
  return Buffer.concat([ip, udp, payload]);
};

const rtpOf = ({ local, peers, zero, records }: TracedPackets): Packet[] => {
  const data = Buffer.from(records, 'base64');
  return Array.from({ length: Math.floor(data.length / RECORD_BYTES) }, (_, i) => {
    const record = data.subarray(i * RECORD_BYTES, (i + 1) * RECORD_BYTES);
    const [peer, came] = [peers[record[9] ?? 0] ?? '0.0.0.0:0', record[8] === 1];
    return {
      at: zero + record.readDoubleLE(0),
      from: came ? peer : local,
      to: came ? local : peer,
      payload: record.subarray(12, 12 + RTP_HEADER),
      length: record.readUInt16LE(10),
    };
  });
};

/**
 * A capture in the classic pcap format (draft-ietf-opsawg-pcap): the SIP messages, and the headers of RTP packets where they were
 * kept. SIP that went over TCP or TLS stands in UDP headers too.
 */
export const pcapOf = (trace: TraceRecord): Buffer => {
  const sip = trace.entries.map(({ at, direction, local, peer, text }): Packet => {
    const payload = Buffer.from(text, 'utf8');
    const [from, to] = direction === 'in' ? [peer, local] : [local, peer];
    return { at, from, to, payload, length: payload.length };
  });
  const packets = [...sip, ...(trace.packets ? rtpOf(trace.packets) : [])].toSorted((a, b) => a.at - b.at);
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1_b2_c3_d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(SNAPLEN, 16);
  head.writeUInt32LE(LINKTYPE_RAW, 20);
  const records = packets.flatMap((packet) => {
    const data = wrapped(packet);
    const record = Buffer.alloc(16);
    const seconds = Math.floor(packet.at / 1000);
    record.writeUInt32LE(seconds, 0);
    record.writeUInt32LE(Math.floor((packet.at - seconds * 1000) * 1000), 4);
    record.writeUInt32LE(data.length, 8);
    record.writeUInt32LE(data.length - packet.payload.length + packet.length, 12);
    return [record, data];
  });
  return Buffer.concat([head, ...records]);
};
