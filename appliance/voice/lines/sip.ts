import { openUserAgent, type UserAgent, type UserAgentOptions } from '../sip/agent/user-agent.ts';
import type { Line } from './line.ts';

/** A SIP line and the user agent below it, which also makes calls (transfers, call-backs). */
export interface SipLine extends Line {
  readonly agent: UserAgent;
}

/**
 * Opens a line on a SIP user agent.
 * @throws PilotError as `openUserAgent`
 */
export const openSipLine = async (name: string, options: UserAgentOptions): Promise<SipLine> => {
  const agent = await openUserAgent(options);
  let open = true;
  const { address, port } = agent.address;
  return {
    name,
    agent,
    address: `sip:${address}:${port}`,
    onCall: (handler) => agent.onIncoming(handler),
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
      await agent.close();
    },
  };
};
