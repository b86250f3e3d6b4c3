import { MasterKey } from './master-key.ts';

/** Crypto suites we speak, the better first (RFC 4568 section 6.2). */
export const SRTP_SUITES = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'] as const;
export type SrtpSuite = (typeof SRTP_SUITES)[number];

/** A crypto attribute: `a=crypto:<tag> <suite> inline:<key and salt> [parameters]` (RFC 4568 section 9.1). */
export interface CryptoLine {
  /** Ties an answer to the line of the offer that it takes. */
  readonly tag: number;
  readonly suite: SrtpSuite;
  readonly key: MasterKey;
}

const LINE = /^(\d{1,9})\s+([A-Za-z0-9_]+)\s+(\S+)((?:\s+\S+)*)\s*$/;
const INLINE = /^inline:([A-Za-z0-9+/]+={0,2})(?:\|([^|:;]+))?$/i;
const LIFETIME = /^(?:2\^(\d{1,2})|(\d{1,15}))$/;
/** A master key lives for 2^48 packets at most (RFC 3711 section 9.2). */
const LONGEST_LIFE = 2 ** 48;

/**
 * Reads the value of a crypto attribute; null for one that we cannot work with: another suite, several keys or a key with an MKI,
 * a lifetime beyond reason, a session parameter that changes how packets look (RFC 4568 sections 6.1, 6.3). Such a line is passed
 * over as if it were not there.
 */
export const readCrypto = (value: string): CryptoLine | null => {
  const [, tag, name, params = '', more = ''] = LINE.exec(value) ?? [];
  const suite = SRTP_SUITES.find((one) => one === name?.toUpperCase());
  const [, text = '', life] = INLINE.exec(params) ?? [];
  const key = MasterKey.parse(text);
  if (tag === undefined || suite === undefined || key === null) return null;
  if (life !== undefined && !isLifetime(life)) return null;
  if (!more.trim().split(/\s+/).filter(Boolean).every(isHarmless)) return null;
  return { tag: Number(tag), suite, key };
};

const isLifetime = (text: string): boolean => {
  const [, power, count] = LIFETIME.exec(text) ?? [];
  if (power === undefined && count === undefined) return false;
  const packets = power === undefined ? Number(count) : 2 ** Number(power);
  return packets > 0 && packets <= LONGEST_LIFE;
};

/** Said for information: the size of the far end's replay window, and what may be ignored by its leading `-` (section 6.3.7). */
const isHarmless = (parameter: string): boolean => /^WSH=\d+$/i.test(parameter) || parameter.startsWith('-');

/** The crypto attributes of each media section, in order, as they stand there. */
export const cryptoValues = (sdp: string): readonly (readonly string[])[] => {
  const sections: string[][] = [];
  for (const line of sdp.split(/\r\n|\r|\n/)) {
    if (line.startsWith('m=')) sections.push([]);
    else if (/^a=crypto:/i.test(line)) sections.at(-1)?.push(line.slice('a=crypto:'.length));
  }
  return sections;
};
