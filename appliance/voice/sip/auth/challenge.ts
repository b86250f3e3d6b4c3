import type { SipResponse } from '../parse/message.ts';
import { parseParams, quote, splitOutside } from '../parse/tokens.ts';
import { parseAlgorithm, digestResponse, type Algorithm, type Credentials } from './digest.ts';

/** One thing a server asks for: credentials of a realm (RFC 3261 section 22, RFC 7616 section 3.3). */
export interface Challenge {
  /** A proxy asks (407) and reads another header than the far end itself (401). */
  readonly proxy: boolean;
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  readonly algorithm: Algorithm;
  /** As the challenge spelled it; null when it named none, which stands for MD5. */
  readonly algorithmName: string | null;
  readonly qop: 'auth' | null;
  /** The nonce had run out; user and password were right. */
  readonly stale: boolean;
}

/**
 * What a 401 or 407 asks for that we can answer: for each realm the first challenge we know, which is the one the server
 * prefers (RFC 8760 section 2.4).
 */
export const challengesOf = (response: SipResponse): Challenge[] => {
  const proxy = response.status === 407;
  const found = new Map<string, Challenge>();
  for (const text of response.headers.all(proxy ? 'proxy-authenticate' : 'www-authenticate')) {
    const challenge = parseChallenge(text, proxy);
    if (challenge && !found.has(challenge.realm)) found.set(challenge.realm, challenge);
  }
  return [...found.values()];
};

const parseChallenge = (text: string, proxy: boolean): Challenge | null => {
  const [scheme = ''] = text.split(/\s/, 1);
  if (scheme.toLowerCase() !== 'digest') return null;
  const params = parseParams(splitOutside(text.slice(scheme.length), ',').join(';'));
  const nonce = params.get('nonce') ?? '';
  const algorithmName = params.get('algorithm') ?? null;
  const algorithm = parseAlgorithm(algorithmName ?? 'MD5');
  const offered = params.get('qop') ?? null;
  const qop = offered?.split(',').some((one) => one.trim().toLowerCase() === 'auth') === true ? 'auth' : null;
  if (nonce === '' || !algorithm || (offered !== null && qop === null)) return null;
  return {
    proxy,
    realm: params.get('realm') ?? '',
    nonce,
    opaque: params.get('opaque') ?? null,
    algorithm,
    algorithmName,
    qop,
    stale: params.get('stale')?.toLowerCase() === 'true',
  };
};

/** Value of the Authorization or Proxy-Authorization header that answers a challenge (RFC 7616 section 3.4). */
export const credentialsFor = (
  challenge: Challenge,
  credentials: Credentials,
  request: { readonly method: string; readonly uri: string },
  use: { readonly count: number; readonly cnonce: string },
): string => {
  const { algorithm, algorithmName, nonce, opaque, qop, realm } = challenge;
  const { method, uri } = request;
  const { cnonce } = use;
  const count = use.count.toString(16).padStart(8, '0');
  const response = digestResponse({ ...credentials, algorithm, realm, nonce, method, uri, qop, count, cnonce });
  const fields = [
    `username=${quote(credentials.user)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `response="${response}"`,
    ...(algorithmName === null ? [] : [`algorithm=${algorithmName}`]),
    ...(qop === null ? [] : [`qop=${qop}`, `nc=${count}`]),
    ...(qop === null && !algorithm.session ? [] : [`cnonce="${cnonce}"`]),
    ...(opaque === null ? [] : [`opaque=${quote(opaque)}`]),
  ];
  return `Digest ${fields.join(', ')}`;
};
