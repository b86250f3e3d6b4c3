import { sendRequest } from '../agent/send.ts';
import { makeRequest, newToken, type Stack } from '../agent/stack.ts';
import { topVia, type SipResponse } from '../parse/message.ts';
import type { Endpoint, Target } from '../transport/transport.ts';

/** Often enough to keep the hole in a router open, whose UDP mappings may end after 30 s. */
export const KEEP_ALIVE_MS = 25_000;

/** Asks a far end by OPTIONS whether it is there; any final response says yes (RFC 3261 section 11). */
export const ping = (
  stack: Stack,
  names: { readonly uri: string; readonly aor: string },
  done: (response: SipResponse | null, failure: string) => void,
  located: (targets: readonly Target[]) => void = () => {},
): void => {
  const request = makeRequest(stack.self, {
    method: 'OPTIONS',
    uri: names.uri,
    from: `<${names.aor}>;tag=${newToken(5)}`,
    to: `<${names.uri}>`,
    callId: `${newToken()}@${stack.self.host}`,
    cseq: 1,
  });
  sendRequest(stack, request, names.uri, {
    response: (response) => {
      if (response.status >= 200) done(response, '');
    },
    failure: (_cause, detail) => done(null, detail),
    located,
  });
};

/** Where the far end saw our request come from: `received` and `rport` of our Via (RFC 3581 section 4); null when it says nothing. */
export const seenAt = (response: SipResponse): Endpoint | null => {
  const via = topVia(response);
  if (!via) return null;
  const address = via.params.get('received') ?? null;
  const port = Number(via.params.get('rport') ?? '0');
  if (address === null && !(port > 0)) return null;
  return { address: address ?? via.host, port: port > 0 && port < 65_536 ? port : (via.port ?? 5060) };
};
