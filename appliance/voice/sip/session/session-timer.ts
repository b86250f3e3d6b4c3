import type { SipMessage, SipRequest, SipResponse } from '../parse/message.ts';
import { parseNumber, parseParams } from '../parse/tokens.ts';

/** Sessions die after so many seconds unrefreshed; what we ask for, and the least we take (RFC 4028 section 4 and 5). */
export const SESSION_EXPIRES = 1_800;
export const MIN_SE = 90;
/** Of nobody's use: a far end may not make us hold a session longer. */
const LONGEST = 86_400;

/** Who keeps the session alive, as seen from here, and its life in seconds. */
export interface SessionTimer {
  readonly refresher: 'us' | 'them';
  readonly seconds: number;
}

interface SessionExpires {
  readonly seconds: number;
  readonly refresher: 'uac' | 'uas' | null;
}

const sessionExpires = (message: SipMessage): SessionExpires | null => {
  const [digits = '', ...rest] = (message.headers.get('session-expires') ?? '').split(';');
  const seconds = parseNumber(digits.trim(), 2 ** 31);
  if (seconds === null) return null;
  const refresher = parseParams(rest.join(';')).get('refresher')?.toLowerCase();
  return {
    seconds: Math.min(seconds, LONGEST),
    refresher: refresher === 'uac' || refresher === 'uas' ? refresher : null,
  };
};

/** Seconds of Min-SE; null when the message names none. */
export const minSe = (message: SipMessage): number | null =>
  parseNumber((message.headers.get('min-se') ?? '').split(';', 1)[0]?.trim() ?? '', LONGEST);

const knowsTimers = (message: SipMessage): boolean =>
  message.headers.list('supported').some((tag) => tag.toLowerCase() === 'timer') ||
  message.headers.list('require').some((tag) => tag.toLowerCase() === 'timer');

/** What a 2xx to a request says about the session's life, and what holds from then on; or the 422 that asks for longer. */
export type TimerAnswer =
  | { readonly tooShort: true; readonly fields: Readonly<Record<string, string>> }
  | {
      readonly tooShort: false;
      readonly fields: Readonly<Record<string, string>>;
      readonly timer: SessionTimer | null;
    };

/**
 * The callee's side of an INVITE or UPDATE (RFC 4028 section 9, table 2).
 * A far end without timers of its own is refreshed by us when a proxy on the way asked for it.
 */
export const answerTimer = (request: SipRequest): TimerAnswer => {
  const asked = sessionExpires(request);
  const theyCan = knowsTimers(request);
  if (asked && asked.seconds < MIN_SE && theyCan) return { tooShort: true, fields: { 'min-se': String(MIN_SE) } };
  // A value may not be raised here, and one that short cannot be kept.
  if (!theyCan && (!asked || asked.seconds < MIN_SE)) return { tooShort: false, fields: {}, timer: null };
  const least = Math.max(minSe(request) ?? 0, MIN_SE);
  const seconds = asked?.seconds ?? Math.max(SESSION_EXPIRES, least);
  const refresher = theyCan && asked?.refresher === 'uac' ? 'uac' : 'uas';
  return {
    tooShort: false,
    fields: {
      'session-expires': `${seconds};refresher=${refresher}`,
      ...(refresher === 'uac' ? { require: 'timer' } : {}),
    },
    timer: { refresher: refresher === 'uac' ? 'them' : 'us', seconds },
  };
};

/** Fields of an INVITE or UPDATE of ours (section 7.1 and 7.4); in a refresh the roles stay as they are. */
export const askTimer = (timer: SessionTimer | null, least: number): Readonly<Record<string, string>> => {
  const seconds = Math.max(timer?.seconds ?? SESSION_EXPIRES, least);
  const role = timer === null ? '' : `;refresher=${timer.refresher === 'us' ? 'uac' : 'uas'}`;
  return { 'session-expires': `${seconds}${role}`, 'min-se': String(Math.max(least, MIN_SE)) };
};

/** What a 2xx to our INVITE or UPDATE agrees to (section 7.2). Null: the far end wants no timer. */
export const agreedTimer = (response: SipResponse): SessionTimer | null => {
  const given = sessionExpires(response);
  return given && { refresher: given.refresher === 'uas' ? 'them' : 'us', seconds: Math.max(given.seconds, MIN_SE) };
};

/** When the refresher refreshes: at half the session's life (section 10), ms. */
export const refreshAt = (timer: SessionTimer): number => timer.seconds * 500;

/** When an unrefreshed session is ended: the lesser of 32 s and a third of its life before its end (section 10), ms. */
export const dieAt = (timer: SessionTimer): number => (timer.seconds - Math.min(32, timer.seconds / 3)) * 1_000;
