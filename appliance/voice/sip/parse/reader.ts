import { Headers } from './headers.ts';
import { callIdOf, cseqOf, fromOf, toOf, topVia, type SipMessage, type SipRequest } from './message.ts';
import { canonicalName } from './header-names.ts';
import { hasEmptyPart, isToken, parseNumber } from './tokens.ts';

/** Why a datagram is no message we can work with; `request` is there when it can still be answered with `status`. */
export interface ParseFailure {
  readonly ok: false;
  readonly cause: string;
  readonly status: number;
  readonly request: SipRequest | null;
}

export type Parsed = { readonly ok: true; readonly message: SipMessage } | ParseFailure;

const MAX_MESSAGE_BYTES = 65_535;
const MAX_HEADERS = 100;
const MAX_HEADER_BYTES = 16_384;
const NO_BODY = Buffer.alloc(0);
const SINGLE = ['from', 'to', 'call-id', 'cseq', 'content-length', 'content-type', 'max-forwards'] as const;

const fail = (cause: string, status = 400, request: SipRequest | null = null): ParseFailure => ({
  ok: false,
  cause,
  status,
  request,
});

/** A datagram of line breaks or zero bytes: a keep-alive (RFC 5626 section 4.4.1), to be ignored. */
export const isKeepAlive = (data: Buffer): boolean =>
  data.length <= 4 && data.every((b) => b === 13 || b === 10 || b === 0);

/**
 * Reads one datagram (RFC 3261 section 7). Never throws.
 * Bodies are counted in bytes; more than Content-Length says is cut off, less is an error (section 18.3).
 */
export const parseMessage = (data: Buffer): Parsed => {
  if (data.length > MAX_MESSAGE_BYTES) return fail('longer than 65535 bytes');
  let start = 0;
  while (data[start] === 13 || data[start] === 10) start++;
  const end = endOfHeaders(data, start);
  if (end.at - start > MAX_HEADER_BYTES) return fail('header section longer than 16384 bytes');
  const lines = unfold(data.toString('utf8', start, end.at));
  const startLine = lines[0] ?? '';
  const headers = new Headers();
  if (lines.length - 1 > MAX_HEADERS) return fail(`more than ${MAX_HEADERS} header lines`);
  let broken: string | null = null;
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const colon = line.indexOf(':');
    const name = colon < 0 ? '' : line.slice(0, colon).trimEnd();
    if (name === '' || !isToken(name)) broken ??= 'a header line without a name';
    else headers.add(canonicalName(name), line.slice(colon + 1).trim());
  }
  const rest = data.subarray(end.next);
  return startLine.startsWith('SIP/')
    ? response(startLine, headers, rest, broken)
    : request(startLine, headers, rest, broken);
};

const response = (line: string, headers: Headers, rest: Buffer, broken: string | null): Parsed => {
  const found = /^SIP\/2\.0 (\d{3})(?: (.*))?$/.exec(line);
  const status = Number(found?.[1]);
  if (!found || status < 100 || status > 699) return fail('the status line cannot be read');
  const body = bodyOf(headers, rest);
  const message = { kind: 'response', status, reason: found[2] ?? '', headers, body: body.bytes } as const;
  const cause = broken ?? body.cause ?? mandatory(message);
  return cause === null ? { ok: true, message } : fail(cause);
};

const request = (line: string, headers: Headers, rest: Buffer, broken: string | null): Parsed => {
  const { method, uri, version } = requestLine(line);
  if (!isToken(method)) return fail('the request line cannot be read');
  const body = bodyOf(headers, rest);
  const message = { kind: 'request', method, uri, headers, body: body.bytes } as const;
  // Answered with what it holds, as long as it says where to and what about (RFC 4475 section 3.3.1); an ACK never is.
  const answerable = method !== 'ACK' && topVia(message) && headers.get('cseq') ? message : null;
  if (version === null || uri === '') return fail('the request line cannot be read', 400, answerable);
  if (version !== '2.0') return fail('a SIP version other than 2.0', 505, answerable);
  if (/[\s<>]/.test(message.uri)) return fail('the Request-URI cannot be read', 400, answerable);
  const cause = broken ?? body.cause ?? mandatory(message);
  return cause === null ? { ok: true, message } : fail(cause, 400, answerable);
};

/** Method, Request-URI and version; spaces too many are let through (RFC 4475 sections 3.1.2.9 and 3.1.2.10). */
const requestLine = (line: string): { method: string; uri: string; version: string | null } => {
  const text = line.trim();
  const first = text.indexOf(' ');
  const last = text.lastIndexOf(' ');
  const version = /^SIP\/(\d+\.\d+)$/i.exec(text.slice(last + 1))?.[1] ?? null;
  return first < 0
    ? { method: text, uri: '', version: null }
    : { method: text.slice(0, first), uri: text.slice(first, last).trim(), version };
};

/** What RFC 3261 section 8.1.1 asks of every message, and what may stand only once. */
const mandatory = (message: SipMessage): string | null => {
  for (const name of SINGLE) if (message.headers.count(name) > 1) return `more than one ${name}`;
  if (!topVia(message) || message.headers.all('via').some(hasEmptyPart)) return 'the Via header cannot be read';
  if (!fromOf(message)) return 'the From header cannot be read';
  if (!toOf(message)) return 'the To header cannot be read';
  if (callIdOf(message) === '') return 'no Call-ID';
  const cseq = cseqOf(message);
  if (!cseq) return 'the CSeq header cannot be read';
  if (message.kind === 'request' && cseq.method !== message.method) return 'the method of CSeq is another';
  const hops = message.headers.get('max-forwards');
  if (hops !== undefined && parseNumber(hops, 255) === null) return 'Max-Forwards cannot be read';
  return null;
};

const bodyOf = (headers: Headers, rest: Buffer): { bytes: Buffer; cause: string | null } => {
  const given = headers.get('content-length');
  if (given === undefined) return { bytes: rest, cause: null };
  const length = parseNumber(given, MAX_MESSAGE_BYTES);
  if (length === null) return { bytes: NO_BODY, cause: 'Content-Length cannot be read' };
  if (length > rest.length) return { bytes: NO_BODY, cause: 'the body is shorter than Content-Length' };
  return { bytes: rest.subarray(0, length), cause: null };
};

const endOfHeaders = (data: Buffer, from: number): { at: number; next: number } => {
  const crlf = data.indexOf('\r\n\r\n', from, 'latin1');
  if (crlf >= 0) return { at: crlf, next: crlf + 4 };
  const lf = data.indexOf('\n\n', from, 'latin1');
  return lf >= 0 ? { at: lf, next: lf + 2 } : { at: data.length, next: data.length };
};

/** Lines, with continuation lines joined to the one before (RFC 3261 section 7.3.1). */
const unfold = (text: string): string[] => {
  const lines: string[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const last = lines.length - 1;
    if (last > 0 && (line.startsWith(' ') || line.startsWith('\t'))) lines[last] = `${lines[last]} ${line.trim()}`;
    else if (line !== '' || lines.length === 0) lines.push(line);
  }
  return lines;
};
