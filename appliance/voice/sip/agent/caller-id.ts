import { fromOf, toOf, type SipRequest } from '../parse/message.ts';
import { parseNameAddr, type NameAddr } from '../parse/name-addr.ts';
import { parseUri } from '../parse/uri.ts';
import { partyOf, type Party } from '../session/call.ts';
import { asksForPrivacy } from '../session/identity.ts';

/** Where a trunk puts the caller's number. */
export type CallerIdHeader = 'p-asserted-identity' | 'remote-party-id' | 'from';

/** A caller who is not to be shown (RFC 3323 section 4.1.1.3). */
const WITHHELD_PARTY: Party = { uri: 'sip:anonymous@anonymous.invalid', user: '', display: '' };

const WITHHELD = /^(anonymous|unavailable|unknown|restricted|private)$/i;

/**
 * Who calls, by the first of these headers that names a number (RFC 3325 section 9.1; Remote-Party-ID is its draft forerunner).
 * A caller who withholds the number (RFC 3323) has none here, whatever the carrier asserts.
 */
export const callerOf = (invite: SipRequest, order: readonly CallerIdHeader[]): Party => {
  const hidden = asksForPrivacy(invite.headers);
  for (const name of order) {
    const named = name === 'from' ? [fromOf(invite)] : invite.headers.list(name).map((text) => parseNameAddr(text));
    for (const one of named) {
      if (!one || WITHHELD.test(one.uri.user)) continue;
      const asked = one.params.get('privacy')?.toLowerCase();
      if (hidden || (asked !== undefined && asked !== 'off')) return WITHHELD_PARTY;
      if (numberOf(one) !== '') return { ...partyOf(one), user: numberOf(one) };
    }
  }
  return WITHHELD_PARTY;
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

/**
 * A North American number as E.164, however a carrier writes it: `+1NPANXXXXXX`, `1NPANXXXXXX`, `NPANXXXXXX`, with or without
 * punctuation. Anything else comes back as it is.
 */
export const asE164 = (number: string): string => {
  if (number.startsWith('+') && !/[^+\d]/.test(number)) return number;
  const digits = number.replaceAll(/[\s().-]/g, '').replace(/^\+/, '');
  const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
  return /^[2-9]\d{9}$/.test(national) ? `+1${national}` : number;
};

/** True when both are written forms of one number: punctuation and a leading 1 of North America do not count. */
export const sameNumber = (one: string, other: string): boolean => {
  if (one === other) return true;
  const [a, b] = [one, other].map((text) => text.replaceAll(/\D/g, '').replace(/^1(?=\d{10}$)/, ''));
  return a !== '' && a === b;
};
