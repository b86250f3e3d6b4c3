import { createHash } from 'node:crypto';
import { handTimers, type HandTimers } from '#fakes/hand-timers.ts';
import { sipNetwork, type HandPeer, type SipNetwork } from '#fakes/sip-network.ts';
import { silentLog } from '#observe/log.ts';
import { beforeEach, expect, test } from 'vitest';
import type { CallEnd, OutgoingCall } from '../session/call.ts';
import { openUserAgent, type UserAgent } from './user-agent.ts';

const US = { address: '127.0.0.1', port: 5060 };
const SDP =
  'v=0\no=- 1 1 IN IP4 127.0.0.2\ns=-\nc=IN IP4 127.0.0.2\nt=0 0\nm=audio 4000 RTP/AVP 8 101\na=rtpmap:101 telephone-event/8000\n';

let timers: HandTimers;
let network: SipNetwork;
let agent: UserAgent;
let callee: HandPeer;
let events: string[];
let ends: CallEnd[];

beforeEach(async () => {
  timers = handTimers();
  network = sipNetwork(timers);
  agent = await openUserAgent({
    host: '',
    port: 0,
    log: silentLog(),
    timers,
    transport: network.transport('127.0.0.1', 5060),
  });
  callee = network.peer('127.0.0.2', 5070);
  events = [];
  ends = [];
});

const ring = async (credentials?: { user: string; password: string }): Promise<OutgoingCall> => {
  const call = agent.call({
    target: 'sip:200@127.0.0.2:5070',
    from: '"The Box" <sip:100@127.0.0.1>',
    media: { host: '127.0.0.1', port: 20_000 },
    ...(credentials ? { credentials } : {}),
  });
  call.onProgress(({ status, media }) => events.push(`${status} ${media?.codec ?? '-'}`));
  call.onAnswered(({ codec, remotePort }) => events.push(`answered ${codec} ${remotePort}`));
  call.onEnded((end) => {
    events.push(`ended ${end.by}`);
    ends.push(end);
  });
  await timers.advance(2);
  return call;
};
const invites = (): string[] => callee.got('INVITE ').map(({ text }) => text);
const firsts = (): string[] => callee.inbox.map(({ text }) => text.split(' ')[0] ?? '');
const reply = async (
  status: string,
  request: string,
  options: { tag?: string; body?: string; more?: string } = {},
): Promise<void> => {
  const kept = request.split('\r\n').filter((line) => /^(Via|From|Call-ID|CSeq):/.test(line));
  const to = /^To: (.*)\r$/m.exec(request)?.[1] ?? '';
  const tagged = to.includes(';tag=') ? to : `${to};tag=${options.tag ?? 'theirs'}`;
  const { body = '', more = '' } = options;
  callee.send(
    `SIP/2.0 ${status}\n${kept.join('\n')}\nTo: ${tagged}\nContact: <sip:200@127.0.0.2:5070>\n${more}${body ? 'Content-Type: application/sdp\n' : ''}\n${body}`,
    US,
  );
  await timers.advance(2);
};

test('INVITE with our offer, 180, 200, ACK, BYE', async () => {
  const call = await ring();
  const [invite = ''] = invites();
  expect(invite).toMatch(
    /^INVITE sip:200@127\.0\.0\.2:5070 SIP\/2\.0\r\nVia: SIP\/2\.0\/UDP 127\.0\.0\.1:5060;branch=z9hG4bK\w{16};rport\r\n/,
  );
  expect(invite).toContain('m=audio 20000 RTP/AVP 0 8 101');
  await reply('100 Trying', invite);
  await reply('180 Ringing', invite);
  await reply('183 Session Progress', invite, { body: SDP });
  await reply('200 OK', invite, { body: SDP });
  expect(events).toEqual(['180 -', '183 pcma', 'answered pcma 4000']);
  call.hangup();
  await timers.advance(2);
  expect(firsts()).toEqual(['INVITE', 'ACK', 'BYE']);
  expect(callee.last()).toContain('CSeq: 2 BYE');
  await reply('200 OK', callee.last());
  await timers.advance(60_000);
  expect(timers.pending()).toBe(0);
  expect(agent.liveCalls()).toBe(0);
});

test('a 200 that comes again is ACKed again; another fork that answers is hung up', async () => {
  await ring();
  const [invite = ''] = invites();
  await reply('200 OK', invite, { body: SDP });
  await reply('200 OK', invite, { body: SDP });
  expect(firsts()).toEqual(['INVITE', 'ACK', 'ACK']);
  await reply('200 OK', invite, { body: SDP, tag: 'other' });
  expect(firsts()).toEqual(['INVITE', 'ACK', 'ACK', 'ACK', 'BYE']);
  expect(callee.last()).toContain(';tag=other');
  expect(events).toEqual(['answered pcma 4000']);
  expect(agent.liveCalls()).toBe(1);
});

test('Invite UAC: a 3xx is followed to another place of a far end we know, then to the next one (RFC 3261 section 8.1.3.4)', async () => {
  const elsewhere = network.peer('127.0.0.3', 5071);
  const call = await ring();
  const [invite = ''] = invites();
  const more =
    'Contact: <sip:far@198.51.100.9>, <sip:201@127.0.0.3:5071>;q=0.8\nContact: <sip:202@127.0.0.2:5070>;q=0.2\n';
  await reply('302 Moved Temporarily', invite, { more });
  const [second = ''] = elsewhere.got('INVITE sip:201@127.0.0.3:5071').map(({ text }) => text);
  expect(second).toContain('To: <sip:200@127.0.0.2:5070>');
  expect(second).toContain('CSeq: 2 INVITE');
  expect(/^Call-ID: .*$/m.exec(second)?.[0]).toBe(/^Call-ID: .*$/m.exec(invite)?.[0]);
  await reply('486 Busy Here', second);
  const third = invites().at(-1) ?? '';
  expect(third).toMatch(/^INVITE sip:202@127\.0\.0\.2:5070 /);
  await reply('200 OK', third, { body: SDP });
  expect(events).toEqual(['answered pcma 4000']);
  expect(callee.last()).toContain('CSeq: 3 ACK');
  call.hangup();
});

test('Invite UAC: a 3xx to anybody else ends the call; one that comes after CANCEL too', async () => {
  await ring();
  await reply('302 Moved Temporarily', invites()[0] ?? '', { more: 'Contact: <sip:far@198.51.100.9>\n' });
  expect(ends).toEqual([{ by: 'remote', reason: 'Moved Temporarily', status: 302 }]);
  const call = await ring();
  const invite = invites().at(-1) ?? '';
  await reply('180 Ringing', invite);
  call.cancel();
  await reply('302 Moved Temporarily', invite, { more: 'Contact: <sip:201@127.0.0.2:5070>\n' });
  expect(ends.at(-1)).toMatchObject({ by: 'local', status: 302 });
  expect(invites()).toHaveLength(2);
});

test('Early media: an answer in a reliable 183 holds for the 200 that brings none (RFC 3262 section 5)', async () => {
  await ring();
  const [invite = ''] = invites();
  await reply('183 Session Progress', invite, { body: SDP, more: 'Require: 100rel\nRSeq: 1\n' });
  await reply('200 OK', callee.got('PRACK').at(-1)?.text ?? '');
  await reply('200 OK', invite);
  expect(events).toEqual(['183 pcma', 'answered pcma 4000']);
});

test('a 200 without any answer is hung up', async () => {
  await ring();
  await reply('183 Session Progress', invites()[0] ?? '', { body: SDP, tag: 'other' });
  await reply('200 OK', invites()[0] ?? '');
  expect(firsts()).toEqual(['INVITE', 'ACK', 'BYE']);
});

test('they hang up; a second BYE finds nothing', async () => {
  await ring();
  const [invite = ''] = invites();
  await reply('200 OK', invite, { body: SDP });
  const from = /^From: (.*)\r$/m.exec(invite)?.[1] ?? '';
  const callId = /^Call-ID: (.*)\r$/m.exec(invite)?.[1] ?? '';
  const bye = (branch: string): string =>
    `BYE sip:pilot@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.2:5070;branch=z9hG4bK${branch}\nFrom: <sip:200@127.0.0.2:5070>;tag=theirs\nTo: ${from}\nCall-ID: ${callId}\nCSeq: 1 BYE\n\n`;
  callee.send(bye('a'), US);
  await timers.advance(2);
  expect(callee.last()).toMatch(/^SIP\/2\.0 200/);
  expect(ends).toEqual([{ by: 'remote', reason: 'hung up', status: null }]);
  callee.send(bye('b'), US);
  await timers.advance(2);
  expect(callee.last()).toMatch(/^SIP\/2\.0 481/);
});

test('busy: ACKed by the transaction, told with its status', async () => {
  await ring();
  const [invite = ''] = invites();
  await reply('486 Busy Here', invite);
  expect(ends).toEqual([{ by: 'remote', reason: 'Busy Here', status: 486 }]);
  expect(firsts()).toEqual(['INVITE', 'ACK']);
  expect(/branch=(\w+)/.exec(callee.last())?.[1]).toBe(/branch=(\w+)/.exec(invite)?.[1]);
  await timers.advance(60_000);
  expect(timers.pending()).toBe(0);
});

test('nobody there: sent 7 times, given up after 32 s', async () => {
  await ring();
  await timers.advance(40_000);
  expect(invites()).toHaveLength(7);
  expect(ends).toEqual([{ by: 'error', reason: 'no answer came from the far end', status: 408 }]);
});

test('CANCEL waits for a provisional response', async () => {
  const call = await ring();
  call.cancel();
  await timers.advance(10);
  expect(firsts()).toEqual(['INVITE']);
  const [invite = ''] = invites();
  await reply('180 Ringing', invite);
  expect(firsts()).toEqual(['INVITE', 'CANCEL']);
  expect(/branch=(\w+)/.exec(callee.last())?.[1]).toBe(/branch=(\w+)/.exec(invite)?.[1]);
  await reply('200 OK', callee.last());
  await reply('487 Request Terminated', invite);
  expect(ends).toEqual([{ by: 'local', reason: 'Request Terminated', status: 487 }]);
});

test('an answer that crosses our CANCEL is ACKed and hung up', async () => {
  const call = await ring();
  const [invite = ''] = invites();
  await reply('180 Ringing', invite);
  call.hangup();
  await timers.advance(2);
  await reply('200 OK', invite, { body: SDP });
  expect(firsts()).toEqual(['INVITE', 'CANCEL', 'ACK', 'BYE']);
  expect(events).toEqual(['180 -', 'ended local']);
});

test('an answer without a codec of ours is hung up', async () => {
  await ring();
  await reply('200 OK', invites()[0] ?? '', { body: SDP.replace('AVP 8', 'AVP 18') });
  expect(firsts()).toEqual(['INVITE', 'ACK', 'BYE']);
  expect(ends[0]).toMatchObject({ by: 'error' });
});

test('a challenge is answered once, with a new branch and CSeq', async () => {
  await ring({ user: 'box', password: 'not a secret' });
  const challenge = 'Proxy-Authenticate: Digest realm="trunk, one", nonce="n1", qop="auth,auth-int", opaque="o"\n';
  await reply('407 Proxy Authentication Required', invites()[0] ?? '', { more: challenge });
  const second = invites()[1] ?? '';
  expect(second).toContain('CSeq: 2 INVITE');
  const line = /^Proxy-Authorization: (.*)\r$/m.exec(second)?.[1] ?? '';
  const field = (name: string): string => new RegExp(`${name}="?([^",]*)`).exec(line)?.[1] ?? '';
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
  const expected = md5(
    `${md5('box:trunk, one:not a secret')}:n1:00000001:${field('cnonce')}:auth:${md5('INVITE:sip:200@127.0.0.2:5070')}`,
  );
  expect(field('response')).toBe(expected);
  await reply('407 Proxy Authentication Required', second, { more: challenge });
  expect(ends).toEqual([{ by: 'remote', reason: 'Proxy Authentication Required', status: 407 }]);
});

test('the BYE carries the nonce counted up, and is sent again when that has run out', async () => {
  const call = await ring({ user: 'box', password: 'not a secret' });
  const challenge = (nonce: string, more = ''): string =>
    `WWW-Authenticate: Digest realm="trunk", nonce="${nonce}", algorithm=SHA-256, qop="auth"${more}\n`;
  await reply('401 Unauthorized', invites()[0] ?? '', { more: challenge('n1') });
  const second = invites()[1] ?? '';
  await reply('200 OK', second, { body: SDP });
  const sent = (text: string): string[] =>
    ['nonce', 'nc'].map((name) => new RegExp(`[ ,]${name}="?([^",]*)`).exec(text)?.[1] ?? '');
  expect([sent(second), sent(callee.got('ACK').at(-1)?.text ?? '')]).toEqual([
    ['n1', '00000001'],
    ['n1', '00000001'],
  ]);
  call.hangup();
  await timers.advance(2);
  expect(sent(callee.last())).toEqual(['n1', '00000002']);
  await reply('401 Unauthorized', callee.last(), { more: challenge('n2', ', stale=true') });
  expect(sent(callee.last())).toEqual(['n2', '00000001']);
  expect(callee.last()).toContain('CSeq: 4 BYE');
});

test('a target that is no sip URI is refused', () => {
  const media = { host: '127.0.0.1', port: 1 };
  expect(() => agent.call({ target: 'tel:+15551230000', from: 'sip:a@b', media })).toThrow('not a sip URI');
});

test('two agents through loss: every packet of the first kind lost once', async () => {
  const lost = new Set<string>();
  network.lose = (text) => {
    const kind = `${text.split('\r\n')[0]?.slice(0, 11)} ${/CSeq: (.*)\r/.exec(text)?.[1]}`;
    const first = !lost.has(kind);
    lost.add(kind);
    return first;
  };
  const other = await openUserAgent({
    host: '',
    port: 0,
    log: silentLog(),
    timers,
    transport: network.transport('127.0.0.3', 5060),
  });
  const heard: string[] = [];
  other.onIncoming((call) => {
    call.onEnded((end) => heard.push(`ended ${end.by}`));
    void call.answer({ host: '127.0.0.3', port: 30_000 });
  });
  const call = agent.call({
    target: 'sip:1@127.0.0.3',
    from: 'sip:2@127.0.0.1',
    media: { host: '127.0.0.1', port: 20_000 },
  });
  call.onAnswered(() => heard.push('answered'));
  await timers.advance(10_000);
  expect(heard).toEqual(['answered']);
  call.hangup();
  await timers.advance(70_000);
  expect(heard).toEqual(['answered', 'ended remote']);
  expect(timers.pending()).toBe(0);
});
