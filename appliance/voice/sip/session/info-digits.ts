import { contentType, type SipRequest } from '../parse/message.ts';

const RELAY = 'application/dtmf-relay';
const PLAIN = 'application/dtmf';
export const INFO_TYPES = `${RELAY}, ${PLAIN}`;

/** What an INFO asks of us: a key pressed, an answer and nothing else, or a refusal. */
export type InfoReading =
  | { readonly status: 200; readonly digit: string | null }
  | { readonly status: 400 | 415 | 469; readonly fields: Readonly<Record<string, string>> };

const ignored: InfoReading = { status: 200, digit: null };

/** Keys by their sign, or by the event codes of RFC 4733 that some gateways write: 10 is `*`, 11 `#`, 12 to 15 A to D. */
const keyOf = (signal: string): string | null => {
  const text = signal.trim().toUpperCase();
  if (/^[\d*#A-D]$/.test(text)) return text;
  return /^1[0-5]$/.test(text) ? ('*#ABCD'[Number(text) - 10] ?? null) : null;
};

/**
 * Reads an INFO (RFC 6086): `application/dtmf-relay` (`Signal=5`, `Duration=160`) and `application/dtmf` (the sign alone), which
 * have no RFC of their own. A flash and other signals that are no key are answered 200 and not told; an INFO without a body is a
 * sign of life; an info package is refused by 469, for we named none in Recv-Info.
 */
export const readInfo = (request: SipRequest): InfoReading => {
  const packaged = request.headers.get('info-package') ?? '';
  if (packaged !== '' && packaged.toLowerCase() !== 'nil') return { status: 469, fields: { 'recv-info': '' } };
  if (request.body.length === 0) return ignored;
  const type = contentType(request);
  if (type !== RELAY && type !== PLAIN) return { status: 415, fields: { accept: `application/sdp, ${INFO_TYPES}` } };
  const text = request.body.toString('latin1', 0, 200);
  const signal = type === PLAIN && !text.includes('=') ? text : /^\s*signal\s*=([^\r\n]*)/im.exec(text)?.[1];
  if (signal === undefined || signal.trim() === '')
    return { status: 400, fields: { warning: '399 pilotlight "the INFO names no signal"' } };
  return { status: 200, digit: keyOf(signal) };
};
