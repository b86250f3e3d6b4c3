import { createHash } from 'node:crypto';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Digest algorithms by their names (RFC 7616 section 3.3, RFC 8760 section 2.2), and Node's names of their hashes. */
const HASHES = { MD5: 'md5', 'SHA-256': 'sha256' } as const;

export interface Algorithm {
  readonly hash: keyof typeof HASHES;
  /** The secret is bound to the first nonce and cnonce. */
  readonly session: boolean;
}

/** @returns null for an algorithm that is not known */
export const parseAlgorithm = (name: string): Algorithm | null => {
  const upper = name.toUpperCase();
  const session = upper.endsWith('-SESS');
  const hash = session ? upper.slice(0, -5) : upper;
  return hash in HASHES ? { hash: hash as Algorithm['hash'], session } : null;
};

export interface DigestInput extends Credentials {
  readonly algorithm: Algorithm;
  readonly realm: string;
  readonly nonce: string;
  readonly method: string;
  /** Request-URI as it stands in the request line. */
  readonly uri: string;
  /** Null: the server offers no `qop` (RFC 2069). */
  readonly qop: 'auth' | null;
  /** Eight hexadecimal digits; how often this nonce was used. */
  readonly count: string;
  readonly cnonce: string;
}

/** `response` of an Authorization header (RFC 7616 section 3.4.1), in lower case hexadecimal digits. */
export const digestResponse = (input: DigestInput): string => {
  const { algorithm, nonce, cnonce, count, qop } = input;
  const hash = (...parts: readonly string[]): string =>
    createHash(HASHES[algorithm.hash]).update(parts.join(':')).digest('hex');
  const secret = hash(input.user, input.realm, input.password);
  const first = algorithm.session ? hash(secret, nonce, cnonce) : secret;
  const target = hash(input.method, input.uri);
  return qop === null ? hash(first, nonce, target) : hash(first, nonce, count, cnonce, qop, target);
};
