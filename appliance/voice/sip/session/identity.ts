import type { Headers } from '../parse/headers.ts';
import { parseNameAddr } from '../parse/name-addr.ts';

/** A number that had the call before it came to us, and why it was sent on, as the network tells it. */
export interface Diversion {
  /** '' when it is withheld. */
  readonly number: string;
  /** `unconditional`, `no-answer`, `user-busy` ...; '' when nobody said. */
  readonly reason: string;
}

/** What the signalling says about who calls and by which way, beside the number. Nothing of it is proven. */
export interface CallIdentity {
  /** The caller asked not to be shown (RFC 3323). */
  readonly withheld: boolean;
  /** Who was called before us, the first one first. */
  readonly diverted: readonly Diversion[];
  /** The carrier's word on the caller's number (RFC 8224 section 4, as carriers hand it on), as it stands there. */
  readonly verstat: string | null;
  /** Identity header fields, untouched. */
  readonly passports: readonly string[];
  /** The caller's X- headers, by name in lower case. */
  readonly extra: Readonly<Record<string, string>>;
}

/** More than that is not kept: who sends it must not fill the disk. */
export const IDENTITY_LIMITS = {
  passports: 4,
  passportLength: 8_192,
  extra: 20,
  extraLength: 512,
  diverted: 10,
} as const;

/** Whether the caller asked for privacy of the number (RFC 3323 section 4.2, RFC 3325 section 9.3). */
export const asksForPrivacy = (headers: Headers): boolean =>
  (headers.get('privacy') ?? '')
    .toLowerCase()
    .split(/[;,]/)
    .some((one) => ['id', 'user', 'header'].includes(one.trim()));

export const readIdentity = (headers: Headers): CallIdentity => ({
  withheld: asksForPrivacy(headers),
  diverted: readDiversions(headers).slice(0, IDENTITY_LIMITS.diverted),
  verstat: readVerstat(headers),
  passports: headers
    .all('identity')
    .filter((one) => one.length <= IDENTITY_LIMITS.passportLength)
    .slice(0, IDENTITY_LIMITS.passports),
  extra: readExtra(headers),
});

/** Diversion (RFC 5806) names the latest first; where there is none, History-Info tells it (RFC 7044). */
const readDiversions = (headers: Headers): Diversion[] => {
  const told = headers.list('diversion').flatMap((text) => {
    const one = parseNameAddr(text);
    if (!one) return [];
    const hidden = ['full', 'name', 'uri'].includes(one.params.get('privacy')?.toLowerCase() ?? '');
    return [{ number: hidden ? '' : userOf(one.uri.user), reason: one.params.get('reason') ?? '' }];
  });
  return told.length > 0 ? told.toReversed() : readHistory(headers);
};

/**
 * Entries come in the order of their index; the last is where the call is now. The reason of an entry says why the call went on
 * from there (section 5.3), and an entry may be hidden (section 10.1.2).
 */
const readHistory = (headers: Headers): Diversion[] => {
  const entries = headers.list('history-info').flatMap((text) => parseNameAddr(text) ?? []);
  return entries.slice(0, -1).flatMap(({ uri }) => {
    const user = userOf(uri.user);
    if (user === '') return [];
    const embedded = new URLSearchParams(uri.headers);
    const hidden = /\bhistory\b/i.test(embedded.get('Privacy') ?? '');
    return [{ number: hidden ? '' : user, reason: HISTORY_REASON.exec(embedded.get('Reason') ?? '')?.[1] ?? '' }];
  });
};

const HISTORY_REASON = /cause\s*=\s*(\d{3})/i;

/** `;verstat=` stands in the user part of the asserted number (ATIS-1000074), or as its parameter. */
const readVerstat = (headers: Headers): string | null => {
  for (const text of [...headers.list('p-asserted-identity'), ...headers.all('from').slice(0, 1)]) {
    const found = /;verstat=([\w-]{1,64})/i.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return null;
};

const readExtra = (headers: Headers): Record<string, string> => {
  const extra: Record<string, string> = {};
  let count = 0;
  for (const [name, value] of headers.entries()) {
    if (!name.startsWith('x-') || name in extra || value.length > IDENTITY_LIMITS.extraLength) continue;
    if (++count > IDENTITY_LIMITS.extra) break;
    extra[name] = value;
  }
  return extra;
};

const userOf = (user: string): string => user.split(';', 1)[0] ?? '';
