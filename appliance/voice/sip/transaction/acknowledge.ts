import { Headers } from '../parse/headers.ts';
import { cseqOf, type SipRequest, type SipResponse } from '../parse/message.ts';

/**
 * The ACK to a non-2xx final response: same branch and Request-URI as the INVITE, To as the response has it
 * (RFC 3261 section 17.1.1.3).
 */
export const acknowledge = (invite: SipRequest, response: SipResponse): SipRequest => {
  const headers = companion(invite, 'ACK');
  headers.set('to', response.headers.get('to') ?? invite.headers.get('to') ?? '');
  return { kind: 'request', method: 'ACK', uri: invite.uri, headers, body: Buffer.alloc(0) };
};

/** The CANCEL of an INVITE: everything as in the INVITE but the method (section 9.1). */
export const cancelOf = (invite: SipRequest): SipRequest => ({
  kind: 'request',
  method: 'CANCEL',
  uri: invite.uri,
  headers: companion(invite, 'CANCEL'),
  body: Buffer.alloc(0),
});

const companion = (invite: SipRequest, method: string): Headers => {
  const headers = new Headers();
  headers.add('via', invite.headers.list('via')[0] ?? '');
  headers.add('max-forwards', '70');
  for (const name of ['from', 'to', 'call-id'] as const) headers.add(name, invite.headers.get(name) ?? '');
  headers.add('cseq', `${cseqOf(invite)?.number ?? 0} ${method}`);
  for (const route of invite.headers.all('route')) headers.add('route', route);
  return headers;
};
