import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type ExpectedCall } from '../expected-calls.ts';
import { readBody } from '../request-body.ts';
import { shownNumber } from '../stream-call.ts';

const MOST_OCTETS = 4096;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Numbers and names of extensions; nothing that could be taken for markup anywhere. */
const NUMBER = /^[\w+*#.-]{0,64}$/;

export interface AnnouncementsDeps {
  readonly allows: (address: string) => boolean;
  /** @returns false when the box is full, or the id is known */
  readonly expect: (uuid: string, call: ExpectedCall) => boolean;
}

const answer = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    connection: 'close',
    ...(status === 503 ? { 'retry-after': '10' } : {}),
  });
  response.end(text);
};

/** Fields of a form, as the dialplan's CURL() sends it, or of a JSON object. */
const fieldsOf = (type: string | undefined, body: string): Record<string, string> | null => {
  if (type?.startsWith('application/json') !== true) return Object.fromEntries(new URLSearchParams(body));
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, String(field)]));
  } catch {
    return null;
  }
};

const take = async (request: IncomingMessage, response: ServerResponse, deps: AnnouncementsDeps): Promise<void> => {
  if (request.url?.split('?', 1)[0] !== '/audiosocket/calls') return answer(response, 404, 'not found');
  if (request.method !== 'POST') return answer(response, 405, 'use POST');
  // A page that somebody on this machine has open may send forms to any port; a PBX has no Origin.
  if (request.headers.origin !== undefined) return answer(response, 403, 'not for web pages');
  const body = await readBody(request, MOST_OCTETS);
  if (body === null) return answer(response, 413, 'too long');
  const fields = fieldsOf(request.headers['content-type'], body);
  if (fields === null)
    return answer(response, 400, 'send a form or a JSON object with from, to and, if you like, uuid');
  const uuid = (fields['uuid'] ?? randomUUID()).toLowerCase();
  const [from = '', to = ''] = [fields['from'], fields['to']].map((one) => (one ?? '').trim());
  if (!UUID.test(uuid)) return answer(response, 400, 'uuid is none');
  if (!NUMBER.test(from) || !NUMBER.test(to)) return answer(response, 400, 'from and to are numbers or extensions');
  const expected = deps.expect(uuid, { from: shownNumber(from), to });
  answer(response, expected ? 201 : 503, expected ? uuid : 'busy');
};

/**
 * `POST /audiosocket/calls` with `from`, `to` and an optional `uuid`: AudioSocket itself says nothing of a call but its id, so the
 * dialplan tells here who calls. Answers 201 with the id as text, or 503 when the box takes no more calls.
 */
export const announcementServer = (deps: AnnouncementsDeps): Server => {
  const server = createServer({ requestTimeout: 5000, maxHeaderSize: 8192 }, (request, response) => {
    if (!deps.allows(request.socket.remoteAddress ?? '')) return void request.socket.destroy();
    take(request, response, deps).catch(() => request.socket.destroy());
  });
  server.maxConnections = 50;
  return server;
};
