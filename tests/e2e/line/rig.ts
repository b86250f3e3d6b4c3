import { setTimeout as wait } from 'node:timers/promises';
import { silentLog } from '#observe/log.ts';
import { LinePeer, tagIn } from '#fakes/line-peer.ts';
import { openUserAgent, type UserAgent, type UserAgentOptions } from '#voice/sip/agent/user-agent.ts';
import type { CallEnd, IncomingCall } from '#voice/sip/session/call.ts';

/** SDP of a far end; `more` are attribute lines of the audio section. */
export const sdp = (
  at: { port?: number; host?: string; formats?: string; profile?: string; version?: number; more?: string } = {},
): string => `v=0
o=- 7 ${at.version ?? 1} IN IP4 127.0.0.1
s=-
c=IN IP4 ${at.host ?? '127.0.0.1'}
t=0 0
m=audio ${at.port ?? 4000} ${at.profile ?? 'RTP/AVP'} ${at.formats ?? '0 8 101'}
a=rtpmap:101 telephone-event/8000
${at.more ?? ''}`;

export interface Rig extends AsyncDisposable {
  readonly agent: UserAgent;
  readonly peer: LinePeer;
  readonly calls: IncomingCall[];
  readonly ends: CallEnd[];
}

/**
 * The real user agent on a real socket, and a peer beside it. A call to `ring` is left ringing, one to `busy` is rejected, any
 * other is answered with `media`.
 */
export const openRig = async (
  options: Partial<UserAgentOptions> & { peerHost?: string; media?: { host: string; port: number } } = {},
): Promise<Rig> => {
  const { peerHost, media = { host: '127.0.0.1', port: 20_000 }, ...agentOptions } = options;
  const agent = await openUserAgent({ host: '127.0.0.1', port: 0, log: silentLog(), ...agentOptions });
  const peer = await LinePeer.open({ address: '127.0.0.1', port: agent.address.port }, peerHost);
  const calls: IncomingCall[] = [];
  const ends: CallEnd[] = [];
  agent.onIncoming((call) => {
    calls.push(call);
    call.onEnded((end) => ends.push(end));
    call.ring();
    if (call.to.user === 'ring') return;
    if (call.to.user === 'busy') return call.reject(486);
    void call.answer(media).catch(() => {});
  });
  return {
    agent,
    peer,
    calls,
    ends,
    [Symbol.asyncDispose]: async () => {
      await agent.close(200);
      await peer[Symbol.asyncDispose]();
    },
  };
};

/** Rings, is answered and ACKs. @returns the 200 and our tag in it */
export const answered = async (
  peer: LinePeer,
  callId: string,
  options: { more?: string; body?: string } = {},
): Promise<{ ok: string; tag: string }> => {
  peer.send(peer.request('INVITE', { callId, body: options.body ?? sdp(), more: options.more ?? '' }));
  const ok = await peer.next(/^SIP\/2\.0 200/);
  const tag = tagIn(ok);
  peer.send(peer.request('ACK', { callId, tag }));
  return { ok, tag };
};

/** Lets what is under way arrive: for statements that something does not happen. */
export const stillness = (ms: number): Promise<unknown> => wait(ms);
