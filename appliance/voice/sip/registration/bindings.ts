import { secondsOf, type SipResponse } from '../parse/message.ts';
import { parseNameAddr } from '../parse/name-addr.ts';
import { parseNumber } from '../parse/tokens.ts';
import { parseUri } from '../parse/uri.ts';

const LONGEST = 2 ** 31;

/**
 * Seconds a 2xx to REGISTER gives our binding: `expires` of the Contact that is ours, else the Expires header, else what was
 * asked (RFC 3261 section 10.2.4). 0 when the registrar lists bindings and ours is not among them.
 */
export const grantedTo = (response: SipResponse, contact: string, asked: number): number => {
  const bindings = response.headers.list('contact').flatMap((text) => parseNameAddr(text) ?? []);
  const whole = secondsOf(response, 'expires') ?? asked;
  if (bindings.length === 0) return whole;
  const ours = parseUri(contact);
  const same = bindings.filter(({ uri }) => uri.user === ours?.user);
  const mine = same.find(({ uri }) => uri.host === ours?.host && (uri.port ?? 5060) === (ours.port ?? 5060)) ?? same[0];
  if (!mine) return 0;
  return parseNumber(mine.params.get('expires') ?? '', LONGEST) ?? whole;
};
