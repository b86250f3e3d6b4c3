import { createHash } from 'node:crypto';
import type { SipRequest, SipResponse } from '../parse/message.ts';
import { parseParams, quote, splitOutside } from '../parse/tokens.ts';
import { newToken } from './stack.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/**
 * Answers a 401 or 407 (RFC 3261 section 22, RFC 2617 with MD5).
 * @returns the header to send the request again with; null when no challenge is one we know
 */
export const answerChallenge = (
  response: SipResponse,
  request: Pick<SipRequest, 'method' | 'uri'>,
  credentials: Credentials,
  cnonce: string = newToken(),
): { name: string; value: string } | null => {
  const proxy = response.status === 407;
  for (const challenge of response.headers.all(proxy ? 'proxy-authenticate' : 'www-authenticate')) {
    const [scheme = ''] = challenge.split(/\s/, 1);
    const params = parseParams(splitOutside(challenge.slice(scheme.length), ',').join(';'));
    const algorithm = params.get('algorithm') ?? 'MD5';
    if (scheme.toLowerCase() !== 'digest' || algorithm.toUpperCase() !== 'MD5') continue;
    const realm = params.get('realm') ?? '';
    const nonce = params.get('nonce') ?? '';
    const offered = params.get('qop');
    const qop = offered?.split(',').some((one) => one.trim() === 'auth') === true ? 'auth' : null;
    if (offered !== undefined && offered !== null && qop === null) continue;
    const secret = md5(`${credentials.user}:${realm}:${credentials.password}`);
    const target = md5(`${request.method}:${request.uri}`);
    const count = '00000001';
    const proof = md5(qop ? `${secret}:${nonce}:${count}:${cnonce}:${qop}:${target}` : `${secret}:${nonce}:${target}`);
    const fields = [
      `username=${quote(credentials.user)}`,
      `realm=${quote(realm)}`,
      `nonce=${quote(nonce)}`,
      `uri=${quote(request.uri)}`,
      `response="${proof}"`,
      'algorithm=MD5',
      ...(qop ? [`qop=${qop}`, `nc=${count}`, `cnonce="${cnonce}"`] : []),
      ...(params.has('opaque') ? [`opaque=${quote(params.get('opaque') ?? '')}`] : []),
    ];
    return { name: proxy ? 'proxy-authorization' : 'authorization', value: `Digest ${fields.join(', ')}` };
  }
  return null;
};
