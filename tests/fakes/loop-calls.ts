import { silentLog } from '#observe/log.ts';
import { legFormat } from '#voice/lines/sip-call.ts';
import type { Leg } from '#voice/media/leg.ts';
import { openMedia, type Media } from '#voice/media/media.ts';
import type { PortRange } from '#voice/media/ports.ts';
import { openUserAgent, type UserAgent, type UserAgentOptions } from '#voice/sip/agent/user-agent.ts';
import type { CallEnd, IncomingCall, OutgoingCall } from '#voice/sip/session/call.ts';

/** One end of calls: signalling and media of our own, each call with a leg. */
export interface LineEnd {
  readonly agent: UserAgent;
  readonly media: Media;
  readonly legs: ReadonlySet<Leg>;
  /** Ends a call that came in here, by its Call-ID. */
  hangup(id: string): void;
  close(): Promise<void>;
}

/** Answers every call, with sound. */
export const openLineEnd = async (ports: PortRange, options: Partial<UserAgentOptions> = {}): Promise<LineEnd> => {
  const log = silentLog();
  const media = await openMedia({ host: '127.0.0.1', portRange: ports, quarantineMs: 0, log });
  const agent = await openUserAgent({ host: '127.0.0.1', port: 0, log, maxCalls: 500, ...options });
  const legs = new Set<Leg>();
  const calls = new Map<string, IncomingCall>();
  agent.onIncoming((call) => {
    void media.openLeg().then(async (leg) => {
      legs.add(leg);
      calls.set(call.id, call);
      call.onEnded(() => {
        calls.delete(call.id);
        void leg.close().then(() => legs.delete(leg));
      });
      leg.start(legFormat(await call.answer({ host: leg.host, port: leg.port })));
    });
  });
  return {
    agent,
    media,
    legs,
    hangup: (id) => calls.get(id)?.hangup(),
    close: async () => {
      await agent.close(500);
      await media.close();
    },
  };
};

export interface LoopCall {
  readonly id: string;
  readonly leg: Leg;
  readonly ended: Promise<CallEnd>;
  hangup(): void;
}

/** Rings the other end, with sound. @throws when the call is not answered */
export const ring = async (from: LineEnd, to: UserAgent): Promise<LoopCall> => {
  const leg = await from.media.openLeg();
  const { address, port } = to.address;
  const call: OutgoingCall = from.agent.call({
    target: `sip:100@${address}:${port}`,
    from: 'sip:9375550142@127.0.0.1',
    media: { host: leg.host, port: leg.port },
  });
  const ended = new Promise<CallEnd>((resolve) => call.onEnded(resolve)).then(async (end) => {
    await leg.close();
    return end;
  });
  await new Promise<void>((resolve, reject) => {
    call.onAnswered((agreed) => {
      leg.start(legFormat(agreed));
      resolve();
    });
    call.onEnded(({ reason }) => reject(new Error(`the call was not taken: ${reason}`)));
  });
  return { id: call.id, leg, ended, hangup: () => call.hangup() };
};
