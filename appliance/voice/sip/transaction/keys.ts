import { callIdOf, cseqOf, fromTag, topVia, type SipMessage, type SipRequest } from '../parse/message.ts';
import { branchOf, MAGIC_COOKIE, sentBy } from '../parse/via.ts';

/**
 * Which server transaction a request belongs to (RFC 3261 section 17.2.3). An ACK has the key of its INVITE; `method` asks for
 * another one's (a CANCEL looking for its INVITE). Requests of RFC 2543, without the magic cookie, are matched by what they hold.
 */
export const serverKey = (
  request: SipRequest,
  method = request.method === 'ACK' ? 'INVITE' : request.method,
): string => {
  const via = topVia(request);
  const branch = via ? branchOf(via) : '';
  // The cookie with nothing behind it names no transaction (RFC 4475 section 3.2.1).
  if (via && branch.startsWith(MAGIC_COOKIE) && branch !== MAGIC_COOKIE) return `${method} ${sentBy(via)} ${branch}`;
  const cseq = cseqOf(request)?.number ?? 0;
  return `${method} ${request.uri} ${callIdOf(request)} ${fromTag(request)} ${cseq} ${via ? sentBy(via) : ''}`;
};

/** Which client transaction a message belongs to (section 17.1.3): branch and method of CSeq. */
export const clientKey = (message: SipMessage): string => {
  const via = topVia(message);
  return `${cseqOf(message)?.method ?? ''} ${via ? branchOf(via) : ''}`;
};

/** The same for two copies of one request that came by different ways (section 8.2.2.2). */
export const mergeKey = (request: SipRequest): string =>
  `${fromTag(request)} ${callIdOf(request)} ${cseqOf(request)?.number ?? 0} ${request.method}`;
