import { Headers } from '../parse/headers.ts';
import { toTag, type SipRequest, type SipResponse } from '../parse/message.ts';
import { reasonPhrase } from '../parse/reasons.ts';
import { ACCEPT, ALLOW, SUPPORTED } from './stack.ts';

export interface ResponseParts {
  readonly reason?: string | undefined;
  /** Our tag, put on To when the request brought none; 100 carries none. */
  readonly toTag?: string;
  readonly product: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Copies Record-Route and tells where we are reached: for responses that make a dialog (RFC 3261 section 12.1.1). */
  readonly contact?: string;
  readonly sdp?: Buffer | undefined;
}

/** A response to a request (RFC 3261 section 8.2.6). */
export const responseTo = (request: SipRequest, status: number, parts: ResponseParts): SipResponse => {
  const headers = new Headers();
  const copy = (name: string): void => {
    for (const value of request.headers.all(name)) headers.add(name, value);
  };
  copy('via');
  if (parts.contact !== undefined) copy('record-route');
  const copyFirst = (name: string, more = ''): void => {
    const value = request.headers.get(name);
    if (value !== undefined) headers.add(name, value + more);
  };
  copyFirst('from');
  copyFirst('to', parts.toTag !== undefined && toTag(request) === '' ? `;tag=${parts.toTag}` : '');
  copyFirst('call-id');
  copyFirst('cseq');
  if (status === 100) copy('timestamp');
  if (parts.contact !== undefined) headers.add('contact', `<${parts.contact}>`);
  headers.add('server', parts.product);
  for (const [name, value] of Object.entries(parts.fields ?? {})) headers.add(name, value);
  if (parts.sdp) headers.add('content-type', ACCEPT);
  return {
    kind: 'response',
    status,
    reason: parts.reason ?? reasonPhrase(status),
    headers,
    body: parts.sdp ?? Buffer.alloc(0),
  };
};

/** What we can do (section 11.2). */
export const CAPABILITIES: Readonly<Record<string, string>> = {
  allow: ALLOW,
  accept: ACCEPT,
  'accept-encoding': 'identity',
  'accept-language': 'en',
  supported: SUPPORTED,
};
