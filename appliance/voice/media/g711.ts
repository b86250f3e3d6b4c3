/** ITU-T G.711. One octet a sample, 8 kHz. Both laws work by tables built once from the formulas. */
export type G711Law = 'PCMU' | 'PCMA';

const expandMuLaw = (octet: number): number => {
  const code = ~octet & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + 132) << ((code >> 4) & 7)) - 132;
  return code & 0x80 ? 0 - magnitude : magnitude;
};

const compressMuLaw = (sample: number): number => {
  const magnitude = Math.min(Math.abs(sample), 32635) + 132;
  const segment = 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (segment + 3)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | mantissa) & 0xff;
};

const expandALaw = (octet: number): number => {
  const code = octet ^ 0x55;
  const segment = (code >> 4) & 7;
  const step = ((code & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return code & 0x80 ? magnitude : -magnitude;
};

const compressALaw = (sample: number): number => {
  const magnitude = (sample < 0 ? ~sample : sample) >> 4;
  const segment = magnitude < 16 ? 0 : 31 - Math.clz32(magnitude) - 3;
  const mantissa = (segment === 0 ? magnitude : magnitude >> (segment - 1)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | mantissa) ^ 0x55;
};

const decodeTable = (expand: (octet: number) => number): Int16Array =>
  Int16Array.from({ length: 256 }, (_, i) => expand(i));

/** Indexed by the sample's 16 bits read as unsigned. */
const encodeTable = (compress: (sample: number) => number): Uint8Array =>
  Uint8Array.from({ length: 65_536 }, (_, i) => compress((i << 16) >> 16));

const DECODE: Record<G711Law, Int16Array> = { PCMU: decodeTable(expandMuLaw), PCMA: decodeTable(expandALaw) };
const ENCODE: Record<G711Law, Uint8Array> = { PCMU: encodeTable(compressMuLaw), PCMA: encodeTable(compressALaw) };

/** Octets to samples, one to one. */
export const decodeG711 = (law: G711Law, octets: Uint8Array): Int16Array<ArrayBuffer> => {
  const table = DECODE[law];
  const pcm = new Int16Array(octets.length);
  for (let i = 0; i < octets.length; i++) pcm[i] = table[octets[i] as number] as number;
  return pcm;
};

/** Samples to octets, written into `out` from `offset`. */
export const encodeG711 = (law: G711Law, pcm: Int16Array, out: Uint8Array, offset = 0): void => {
  const table = ENCODE[law];
  for (let i = 0; i < pcm.length; i++) out[offset + i] = table[(pcm[i] as number) & 0xffff] as number;
};

/** Octets of one law to octets of the other, one to one: what decoding and encoding would give. */
export const transcodeG711 = (from: G711Law, to: G711Law, octets: Uint8Array): Uint8Array => {
  const out = new Uint8Array(octets.length);
  encodeG711(to, decodeG711(from, octets), out);
  return out;
};
