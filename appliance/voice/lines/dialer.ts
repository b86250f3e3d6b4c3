import type { OutboundConfig } from '#shared/config/outbound.ts';
import type { TrunkConfig } from '#shared/config/trunks.ts';
import { PilotError } from '#shared/errors.ts';
import type { UserAgent } from '../sip/agent/user-agent.ts';
import { parseHostPort, writeHost } from '../sip/parse/uri.ts';
import type { OutgoingCall } from '../sip/session/call.ts';
import type { MediaAddress } from '../sip/session/media.ts';

/** Rings numbers over the trunk that the owner named for it, in the shop's name. Without one nobody is rung. */
export const dialerOf =
  (agent: Pick<UserAgent, 'call'>, trunks: readonly TrunkConfig[], outbound: OutboundConfig | null) =>
  (to: string, media: MediaAddress): OutgoingCall => {
    const trunk = trunks.find((one) => one.name === outbound?.trunk);
    if (!trunk?.server) {
      throw new PilotError('outbound_off', 'this box makes no calls', {
        fix: 'Name a trunk in outbound.trunk, and where its calls go in its server.',
      });
    }
    const host = writeHost(parseHostPort(trunk.server)?.host ?? '');
    return agent.call({
      target: `sip:${to}@${trunk.server}`,
      from: `<sip:${trunk.shows ?? 'anonymous'}@${host}>`,
      media,
      trunk: trunk.name,
    });
  };
