import { createCipheriv, createHmac } from 'node:crypto';

/** A far end's own SRTP (RFC 3711), written from the formulas and for no speed; the product's is checked against it. */
export type ReferenceTag = 10 | 4;

const number = (octets: Uint8Array): bigint => octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
const octets = (value: bigint, length: number): Buffer =>
  Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex');

/** Section 4.1.1: blocks of E(k, IV), E(k, IV + 1 mod 2^128), ... */
export const keystream = (key: Uint8Array, iv: bigint, length: number): Buffer => {
  const blocks: Buffer[] = [];
  for (let i = 0n; i < Math.ceil(length / 16); i++) {
    const cipher = createCipheriv('aes-128-ecb', key, null);
    blocks.push(cipher.update(octets((iv + i) % 2n ** 128n, 16)));
  }
  return Buffer.concat(blocks).subarray(0, length);
};

/** Section 4.3: the session key of a label, from 16 octets of master key and 14 of salt. */
export const sessionKey = (master: Uint8Array, label: number, length: number): Buffer => {
  const x = (BigInt(label) << 48n) ^ number(master.subarray(16));
  return keystream(master.subarray(0, 16), x << 16n, length);
};

const ivOf = (salt: Uint8Array, ssrc: number, index: bigint): bigint =>
  (number(salt) << 16n) ^ (BigInt(ssrc) << 64n) ^ (index << 16n);

const xor = (a: Uint8Array, b: Uint8Array): Buffer => Buffer.from(a.map((octet, i) => octet ^ (b[i] ?? 0)));

const clearOf = (packet: Buffer): number => {
  const sources = 12 + 4 * (packet.readUInt8(0) % 16);
  return packet.readUInt8(0) & 16 ? sources + 4 + 4 * packet.readUInt16BE(sources + 2) : sources;
};

const rtpTag = (master: Uint8Array, sealed: Buffer, rollOver: number, length: number): Buffer =>
  createHmac('sha1', sessionKey(master, 1, 20))
    .update(sealed)
    .update(octets(BigInt(rollOver), 4))
    .digest()
    .subarray(0, length);

const cryptRtp = (master: Uint8Array, packet: Buffer, rollOver: number): Buffer => {
  const clear = clearOf(packet);
  const index = BigInt(rollOver) * 65_536n + BigInt(packet.readUInt16BE(2));
  const iv = ivOf(sessionKey(master, 2, 14), packet.readUInt32BE(8), index);
  const stream = keystream(sessionKey(master, 0, 16), iv, packet.length - clear);
  return Buffer.concat([packet.subarray(0, clear), xor(packet.subarray(clear), stream)]);
};

export const sealRtp = (master: Uint8Array, tag: ReferenceTag, packet: Buffer, rollOver: number): Buffer => {
  const sealed = cryptRtp(master, packet, rollOver);
  return Buffer.concat([sealed, rtpTag(master, sealed, rollOver, tag)]);
};

/** @returns null when the tag does not fit this roll-over counter */
export const openRtp = (master: Uint8Array, tag: ReferenceTag, packet: Buffer, rollOver: number): Buffer | null => {
  const sealed = packet.subarray(0, packet.length - tag);
  if (!rtpTag(master, sealed, rollOver, tag).equals(packet.subarray(packet.length - tag))) return null;
  return cryptRtp(master, sealed, rollOver);
};

const cryptRtcp = (master: Uint8Array, packet: Buffer, index: number): Buffer => {
  const iv = ivOf(sessionKey(master, 5, 14), packet.readUInt32BE(4), BigInt(index));
  const stream = keystream(sessionKey(master, 3, 16), iv, packet.length - 8);
  return Buffer.concat([packet.subarray(0, 8), xor(packet.subarray(8), stream)]);
};

const rtcpTag = (master: Uint8Array, covered: Buffer): Buffer =>
  createHmac('sha1', sessionKey(master, 4, 20))
    .update(covered)
    .digest()
    .subarray(0, 10);

/** @param encrypted false leaves the text readable; it is authenticated all the same */
export const sealRtcp = (master: Uint8Array, packet: Buffer, index: number, encrypted = true): Buffer => {
  const text = encrypted ? cryptRtcp(master, packet, index) : packet;
  const covered = Buffer.concat([text, octets(BigInt(index) + (encrypted ? 2n ** 31n : 0n), 4)]);
  return Buffer.concat([covered, rtcpTag(master, covered)]);
};

/** @returns the packet and its index; null when the tag does not fit */
export const openRtcp = (master: Uint8Array, packet: Buffer): { text: Buffer; index: number } | null => {
  const covered = packet.subarray(0, packet.length - 10);
  if (!rtcpTag(master, covered).equals(packet.subarray(packet.length - 10))) return null;
  const word = covered.readUInt32BE(covered.length - 4);
  const text = covered.subarray(0, covered.length - 4);
  const index = word % 2 ** 31;
  return { text: word >= 2 ** 31 ? cryptRtcp(master, text, index) : text, index };
};
