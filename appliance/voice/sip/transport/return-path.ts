import type { SipMessage, SipRequest } from '../parse/message.ts';
import { topVia } from '../parse/message.ts';
import { splitList } from '../parse/tokens.ts';
import { writeVia, type Via } from '../parse/via.ts';
import { defaultPort, isReliable, type Endpoint, type Target } from './transport.ts';

/**
 * Notes in the top Via where the request really came from: `received` when sent-by says otherwise or `rport` was asked for,
 * and the source port in `rport` (RFC 3261 section 18.2.1, RFC 3581 section 4).
 */
export const stampSource = (request: SipRequest, source: Endpoint): void => {
  const via = topVia(request);
  if (!via) return;
  const wantsPort = via.params.has('rport');
  if (!wantsPort && via.host === source.address) return;
  const params = new Map(via.params);
  if (wantsPort) params.set('rport', String(source.port));
  params.set('received', source.address);
  replaceTopVia(request, { ...via, params });
};

/**
 * Where the response to a request goes (RFC 3261 section 18.2.2): over a stream on the connection it came on, or on a new one to
 * the port of sent-by when that is gone. `maddr` is not followed: it would let a peer aim our responses at anyone.
 */
export const returnPath = (request: SipRequest, source: Target): Target => {
  const via = topVia(request);
  const sentBy = via?.port ?? defaultPort(source.protocol);
  const port = via?.params.has('rport') && !isReliable(source.protocol) ? source.port : sentBy;
  return { ...source, port };
};

const replaceTopVia = (message: SipMessage, via: Via): void => {
  const [first = ''] = message.headers.all('via');
  message.headers.replaceFirst('via', [writeVia(via), ...splitList(first).slice(1)].join(', '));
};
