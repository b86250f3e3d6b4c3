import { openUserAgent, type UserAgent, type UserAgentOptions } from '../sip/agent/user-agent.ts';
import type { TrunkConfig } from '#shared/config/trunks.ts';
import type { Line } from './line.ts';
import { SipLineCall } from './sip-call.ts';
import { certificateState } from './sip-options.ts';
import { lineOf, trunkOptions, trunkState } from './trunks.ts';

/** A SIP line and the user agent below it, which also makes calls (transfers, call-backs). */
export interface SipLine extends Line {
  readonly agent: UserAgent;
  onCall(handler: (call: SipLineCall) => void): void;
}

/**
 * Opens a line on a SIP user agent.
 * @throws PilotError as `openUserAgent`, and `sip_password_missing`
 */
export const openSipLine = async (
  name: string,
  options: UserAgentOptions,
  trunks: readonly TrunkConfig[] = [],
): Promise<SipLine> => {
  const agent = await openUserAgent({ ...options, trunks: trunks.map((trunk) => trunkOptions(trunk)) });
  let open = true;
  const { address, port } = agent.address;
  return {
    name,
    agent,
    address: `sip:${address}:${port}`,
    nameOf: (call) => {
      const trunk = trunks.find((one) => one.name === call.trunk);
      return trunk ? lineOf(trunk, call.to.user) : name;
    },
    states: () => [
      ...agent.trunks().map(trunkState),
      ...(options.tls ? [certificateState(options.tls.certificate, (options.now ?? Date.now)())] : []),
    ],
    onCall: (handler) => agent.onIncoming((incoming) => handler(new SipLineCall(incoming, options.log))),
    health: () => {
      const { malformed, foreign, failed, turnedAway } = agent.counters;
      const liveCalls = agent.liveCalls();
      const detail = open
        ? `${liveCalls} calls; ${turnedAway} turned away, ${malformed} malformed packets, ${foreign} from strangers, ${failed} not handled`
        : 'closed';
      return { ok: open, detail, liveCalls };
    },
    close: async () => {
      open = false;
      options.tls?.certificate.close();
      await agent.close();
    },
  };
};
