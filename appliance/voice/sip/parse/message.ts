import type { Headers } from './headers.ts';
import { parseNameAddr, type NameAddr } from './name-addr.ts';
import { isToken, parseNumber } from './tokens.ts';
import { parseVia, type Via } from './via.ts';

export interface SipRequest {
  readonly kind: 'request';
  readonly method: string;
  /** Request-URI as it stood. */
  readonly uri: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

export interface SipResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

export type SipMessage = SipRequest | SipResponse;

export interface CSeq {
  readonly number: number;
  readonly method: string;
}

const firstOf = (message: SipMessage, name: string): string => message.headers.get(name) ?? '';

/** The first Via value, or null when it cannot be read. */
export const topVia = (message: SipMessage): Via | null =>
  message.headers.typed('via', (headers) => {
    const first = headers.list('via')[0];
    return first === undefined ? null : parseVia(first);
  });

export const cseqOf = (message: SipMessage): CSeq | null =>
  message.headers.typed('cseq', () => {
    const [digits = '', method = '', more] = firstOf(message, 'cseq').trim().split(/\s+/);
    const number = parseNumber(digits, 2 ** 32 - 1);
    return number === null || more !== undefined || !isToken(method) ? null : { number, method };
  });

export const fromOf = (message: SipMessage): NameAddr | null =>
  message.headers.typed('from', () => parseNameAddr(firstOf(message, 'from')));

export const toOf = (message: SipMessage): NameAddr | null =>
  message.headers.typed('to', () => parseNameAddr(firstOf(message, 'to')));

/** The first Contact; null when there is none, it is `*`, or it cannot be read. */
export const contactOf = (message: SipMessage): NameAddr | null =>
  message.headers.typed('contact', (headers) => {
    const first = headers.list('contact')[0];
    return first === undefined ? null : parseNameAddr(first);
  });

export const callIdOf = (message: SipMessage): string => firstOf(message, 'call-id');

export const fromTag = (message: SipMessage): string => fromOf(message)?.params.get('tag') ?? '';
export const toTag = (message: SipMessage): string => toOf(message)?.params.get('tag') ?? '';

/** Methods of the Allow header. */
export const allowed = (message: SipMessage): string[] => message.headers.list('allow');

/** Media type of the body in lower case, without parameters; '' when there is no body. */
export const contentType = (message: SipMessage): string =>
  message.body.length === 0 ? '' : (firstOf(message, 'content-type').split(';')[0] ?? '').trim().toLowerCase();

const LONGEST = 2 ** 31;

/** Seconds of a header of digits: Min-Expires, Expires, Retry-After, whose comment and parameters are left out. */
export const secondsOf = (message: SipMessage, name: string): number | null =>
  parseNumber(
    firstOf(message, name)
      .trim()
      .split(/[\s;(]/, 1)[0] ?? '',
    LONGEST,
  );
