import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallIdentity } from '../../sip/session/identity.ts';
import type { ExpectedCall } from '../expected-calls.ts';
import { readBody } from '../request-body.ts';
import { shownNumber } from '../stream-call.ts';
import { isSigned, type Fields } from './signature.ts';
import { BUSY, connectStream, dial, HANGUP } from './twiml.ts';

const MOST_OCTETS = 65_536;

/** A call that Twilio has told of, and whose media stream is to come. */
export interface AnnouncedCall extends ExpectedCall {
  readonly callSid: string;
  readonly identity: CallIdentity;
}

/** What became of a call whose stream has ended: the number to put the caller through to, or '' for a hang-up. */
export type Afterwards = string;

export interface WebhookDeps {
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly authToken: string;
  /** Rung when the box cannot take a call, or lost it. */
  readonly fallback: string | null;
  /** @returns false when the box is full */
  readonly expect: (token: string, call: AnnouncedCall) => boolean;
  /** Null when nothing is known of it: the box lost the call. */
  readonly afterwards: (callSid: string) => Afterwards | null;
  /** A request that nobody signed with our token. */
  readonly onForged: () => void;
}

/** Numbers that Twilio shows where the caller's is withheld: the words ANONYMOUS, RESTRICTED ... on a telephone's keys. */
const WITHHELD = new Set(['+266696687', '+7378742833', '+2562533', '+8566696', '+86282452253']);

const fieldsOf = (body: string): Fields => {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(body)) (fields[name] ??= []).push(value);
  return fields;
};

const callOf = (field: (name: string) => string): AnnouncedCall => {
  const from = field('From');
  const number = WITHHELD.has(from) ? '' : shownNumber(from.replace(/^client:/, ''));
  const forwarded = field('ForwardedFrom');
  return {
    callSid: field('CallSid'),
    from: number,
    to: field('To'),
    identity: {
      withheld: number === '',
      diverted: forwarded === '' ? [] : [{ number: forwarded, reason: '' }],
      verstat: field('StirVerstat') || null,
      passports: [field('StirPassportToken')].filter(Boolean),
      extra: {},
    },
  };
};

const answer = (response: ServerResponse, status: number, text: string, type = 'text/plain'): void => {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  response.end(text);
};

/**
 * The two requests Twilio makes by HTTP: `/incoming` when the number is rung, `/after` when the media stream of a call has ended. Both
 * are answered in TwiML; a request that Twilio did not sign is refused.
 */
export const answerWebhook = async (
  request: IncomingMessage,
  response: ServerResponse,
  deps: WebhookDeps,
): Promise<void> => {
  const name = /\/(incoming|after)$/.exec(request.url ?? '')?.[1];
  if (name === undefined) return answer(response, 404, 'not found');
  if (request.method !== 'POST') return answer(response, 405, 'use POST');
  const body = await readBody(request, MOST_OCTETS);
  if (body === null) return answer(response, 413, 'too long');
  const fields = fieldsOf(body);
  const signature = request.headers['x-twilio-signature'];
  if (!isSigned(String(signature), deps.authToken, [`${deps.publicUrl}/${name}`], fields)) {
    deps.onForged();
    return answer(response, 403, 'not signed');
  }
  const field = (key: string): string => fields[key]?.[0] ?? '';
  const twiml = name === 'incoming' ? take(callOf(field), deps) : afterwards(field('CallSid'), deps);
  answer(response, 200, twiml, 'text/xml');
};

const take = (call: AnnouncedCall, deps: WebhookDeps): string => {
  const { publicUrl, fallback } = deps;
  const token = randomBytes(24).toString('base64url');
  if (call.callSid === '' || !deps.expect(token, call)) return fallback === null ? BUSY : dial(fallback);
  return connectStream({ media: mediaUrl(publicUrl), after: `${publicUrl}/after`, token });
};

const afterwards = (callSid: string, deps: WebhookDeps): string => {
  const number = deps.afterwards(callSid) ?? deps.fallback ?? '';
  return number === '' ? HANGUP : dial(number);
};

/** Where Twilio connects the media stream: the same place, by WebSocket. */
export const mediaUrl = (publicUrl: string): string => `${publicUrl.replace(/^http/, 'ws')}/media`;
