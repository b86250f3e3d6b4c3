import { handTimers, type HandTimers } from '#fakes/hand-timers.ts';
import { sipNetwork, type HandPeer, type SipNetwork } from '#fakes/sip-network.ts';
import { trunkAt } from '#fakes/trunk-options.ts';
import { silentLog } from '#observe/log.ts';
import { beforeEach, expect, test } from 'vitest';
import type { CallEnd, OutgoingCall } from '../session/call.ts';
import { openUserAgent, type UserAgent } from './user-agent.ts';

const SDP = 'v=0\no=- 1 1 IN IP4 127.0.0.2\ns=-\nc=IN IP4 127.0.0.2\nt=0 0\nm=audio 4000 RTP/AVP 0\n';
const US = { address: '127.0.0.1', port: 5060 };

let timers: HandTimers;
let network: SipNetwork;
let agent: UserAgent;
let callee: HandPeer;

beforeEach(async () => {
  timers = handTimers();
  network = sipNetwork(timers);
  agent = await openUserAgent({
    host: '',
    port: 0,
    log: silentLog(),
    timers,
    now: () => timers.now(),
    transport: network.transport('127.0.0.1', 5060),
    trunks: [trunkAt('127.0.0.2', { longByTcp: false })],
  });
  callee = network.peer('127.0.0.2', 5070);
});

const place = async (more: { trunk?: string; fields?: Record<string, string> } = {}): Promise<OutgoingCall> => {
  const media = { host: '127.0.0.1', port: 20_000 };
  const call = agent.call({ target: 'sip:200@127.0.0.2:5070', from: '<sip:1@127.0.0.1>', media, ...more });
  await timers.advance(2);
  return call;
};
const reply = async (status: string, body = ''): Promise<void> => {
  const request = callee.last();
  const kept = request.split('\r\n').filter((line) => /^(Via|From|Call-ID|CSeq):/.test(line));
  const to = /^To: (.*)\r$/m.exec(request)?.[1] ?? '';
  const lines = [`SIP/2.0 ${status}`, ...kept, `To: ${to.includes(';tag=') ? to : `${to};tag=theirs`}`];
  const more = body === '' ? '' : 'Contact: <sip:200@127.0.0.2:5070>\nContent-Type: application/sdp\n';
  callee.send(`${lines.join('\n')}\n${more}\n${body}`, US);
  await timers.advance(2);
};

test('a request that got a provisional response and nothing more fails by timer F, and its call is let go', async () => {
  const call = await place();
  await reply('200 OK', SDP);
  call.hangup();
  await timers.advance(2);
  expect(callee.last()).toMatch(/^BYE /);
  await reply('100 Trying');
  await timers.advance(40_000);
  expect(agent.kept()).toEqual({ calls: 0, transactions: 0 });
  expect(timers.pending()).toBe(0);
});

test('a trunk that will have no TCP is sent long requests by UDP at once (RFC 3261 section 18.1.1)', async () => {
  const ends: CallEnd[] = [];
  const call = await place({ trunk: 'main', fields: { 'x-long': 'a'.repeat(2_000) } });
  call.onEnded((end) => ends.push(end));
  expect(callee.got('INVITE ')).toHaveLength(1);
  await reply('486 Busy Here');
  expect(ends).toMatchObject([{ status: 486 }]);
});
