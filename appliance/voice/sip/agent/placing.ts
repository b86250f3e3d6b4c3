import { PilotError } from '#shared/errors.ts';
import { parseUri } from '../parse/uri.ts';
import type { CallRequest } from '../session/outgoing.ts';
import type { Protocol } from '../transport/transport.ts';
import type { Self, Stack } from './stack.ts';
import type { Trunks } from './trunks.ts';

/**
 * The stack that a call of ours goes over: that of its trunk, or the common one. Our Contact is `sips:` where the target is
 * (RFC 3261 section 8.1.1.8), and names what the target asks for where others can reach us by it.
 * @throws PilotError `sip_target_invalid`, `sip_trunk_unknown`
 */
export const stackFor = (request: CallRequest, common: Stack, trunks: Trunks): Stack => {
  const target = parseUri(request.target);
  if (target?.scheme !== 'sip' && target?.scheme !== 'sips') {
    throw new PilotError('sip_target_invalid', `${JSON.stringify(request.target)} is not a sip URI`, {
      fix: 'Write it like sip:100@192.0.2.10:5060.',
    });
  }
  const over = request.trunk === undefined ? common : trunks.named(request.trunk)?.stack;
  if (!over) {
    throw new PilotError('sip_trunk_unknown', `there is no trunk ${JSON.stringify(request.trunk)}`, {
      fix: 'Name one of sip.trunks.',
    });
  }
  if (target.scheme === 'sips') return { ...over, self: { ...over.self, protocol: 'TLS', secure: true } };
  const asked = target.params.get('transport')?.toUpperCase();
  return request.trunk === undefined && isListening(over.self, asked)
    ? { ...over, self: { ...over.self, protocol: asked } }
    : over;
};

const isListening = ({ listening }: Self, name: string | undefined): name is Protocol =>
  [...listening].some((protocol) => protocol === name);
