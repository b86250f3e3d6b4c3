import { fromOf, toOf, type SipRequest } from '../parse/message.ts';
import { parseNameAddr, type NameAddr } from '../parse/name-addr.ts';
import { parseUri } from '../parse/uri.ts';
import { partyOf, type Party } from '../session/call.ts';

/** Where a trunk puts the caller's number. */
export type CallerIdHeader = 'p-asserted-identity' | 'remote-party-id' | 'from';

const WITHHELD = /^(anonymous|unavailable|unknown|restricted|private)$/i;

/**
 * Who calls, by the first of these headers that names a number (RFC 3325 section 9.1; Remote-Party-ID is its draft forerunner).
 * A caller who withholds the number (RFC 3323) has none here, whatever the carrier asserts.
 */
export const callerOf = (invite: SipRequest, order: readonly CallerIdHeader[]): Party => {
  const privacy = (invite.headers.get('privacy') ?? '').toLowerCase().split(';');
  const hidden = privacy.some((one) => ['id', 'user', 'header'].includes(one.trim()));
  for (const name of order) {
    const named = name === 'from' ? [fromOf(invite)] : invite.headers.list(name).map((text) => parseNameAddr(text));
    for (const one of named) {
      if (!one || WITHHELD.test(one.uri.user)) continue;
      const asked = one.params.get('privacy')?.toLowerCase();
      if (hidden || (asked !== undefined && asked !== 'off')) return { uri: one.uri.text, user: '', display: '' };
      if (numberOf(one) !== '') return { ...partyOf(one), user: numberOf(one) };
    }
  }
  return { ...partyOf(fromOf(invite)), user: '' };
};

/** The user part without its parameters: `+15550100;npdi` is a number too (RFC 3261 section 19.1.6). */
const numberOf = (one: NameAddr): string => one.uri.user.split(';', 1)[0] ?? '';

/**
 * The number that was rung: the Request-URI, unless that only repeats the Contact we registered; then P-Called-Party-ID
 * (RFC 7315 section 4.2) or To.
 * @param ours user of our Contact; null on a trunk without registration
 */
export const numberRung = (invite: SipRequest, ours: string | null, inTo: boolean): string => {
  const to = toOf(invite)?.uri.user.split(';', 1)[0] ?? '';
  if (inTo) return to;
  const requested = parseUri(invite.uri)?.user.split(';', 1)[0] ?? '';
  if (requested !== '' && requested !== ours) return requested;
  const called = parseNameAddr(invite.headers.get('p-called-party-id') ?? '');
  return (called && numberOf(called)) || to || requested;
};

/** True when both are written forms of one number: punctuation and a leading 1 of North America do not count. */
export const sameNumber = (one: string, other: string): boolean => {
  if (one === other) return true;
  const [a, b] = [one, other].map((text) => text.replaceAll(/\D/g, '').replace(/^1(?=\d{10}$)/, ''));
  return a !== '' && a === b;
};
