import { contactOf, type SipRequest } from '../parse/message.ts';
import { parseNameAddr } from '../parse/name-addr.ts';
import { parseUri } from '../parse/uri.ts';
import type { ServerTransaction } from '../transaction/served.ts';
import type { Self, Stack } from './stack.ts';

/** The stack for a call that came in: reached again by what it came by, its far end where it came from. */
export const arrived = (stack: Stack, { request, source }: ServerTransaction): Stack => {
  const { protocol } = source;
  const self: Self = { ...stack.self, protocol, secure: isSecure(request) };
  if (!stack.self.contact) return { ...stack, near: source, self };
  const seen = (): NonNullable<Self['contact']> => {
    const { contact = { user: 'pilot', host: self.host, port: 0 }, ports } = stack.self;
    return stack.self.protocol === protocol ? contact : { ...contact, port: ports[protocol] };
  };
  return {
    ...stack,
    near: source,
    self: {
      ...self,
      // A registrar may see us elsewhere while the call lasts.
      get contact() {
        return seen();
      },
    },
  };
};

/** RFC 3261 section 12.1.1: who was called by `sips:` answers with it. */
const isSecure = (invite: SipRequest): boolean => {
  const route = invite.headers.list('record-route')[0];
  const hop = route === undefined ? contactOf(invite) : parseNameAddr(route);
  return parseUri(invite.uri)?.scheme === 'sips' || hop?.uri.scheme === 'sips';
};
