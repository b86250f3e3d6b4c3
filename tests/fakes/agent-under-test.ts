import { handTimers, type HandTimers } from './hand-timers.ts';
import { sipNetwork, type HandPeer, type SipNetwork } from './sip-network.ts';
import { silentLog } from '#observe/log.ts';
import type { CallEnd, IncomingCall } from '#voice/sip/session/call.ts';
import { openUserAgent, type UserAgent } from '#voice/sip/agent/user-agent.ts';

export const US = { address: '127.0.0.1', port: 5060 };
export const HERE = { host: '127.0.0.1', port: 20_000 };
export const SDP = (more = ''): string => `v=0
o=- 1 1 IN IP4 127.0.0.2
s=-
c=IN IP4 127.0.0.2
t=0 0
m=audio 4000 RTP/AVP 0 101
a=rtpmap:101 telephone-event/8000
${more}`;

export let timers: HandTimers;
export let network: SipNetwork;
export let agent: UserAgent;
export let caller: HandPeer;
export let calls: IncomingCall[];
export let ends: CallEnd[];
let branch = 0;

/** A fresh agent on a network of its own, rung by one caller; to be called before each test. */
export const freshAgent = async (): Promise<void> => {
  timers = handTimers();
  network = sipNetwork(timers);
  agent = await openUserAgent({
    host: '',
    port: 0,
    maxCalls: 2,
    log: silentLog(),
    timers,
    transport: network.transport('127.0.0.1', 5060),
  });
  caller = network.peer('127.0.0.2', 5070);
  calls = [];
  ends = [];
  agent.onIncoming((call) => {
    calls.push(call);
    call.onEnded((end) => ends.push(end));
  });
};

export const message = (
  method: string,
  options: {
    seq?: number;
    tag?: string;
    callId?: string;
    body?: string;
    more?: string;
    branch?: string;
    uri?: string;
  } = {},
): string => {
  const { seq = 1, tag = '', callId = 'c1', body = '', more = '' } = options;
  const own = options.branch ?? `z9hG4bK${branch++}`;
  const length = Buffer.byteLength(body.replaceAll('\n', '\r\n'));
  return `${method} ${options.uri ?? 'sip:100@127.0.0.1'} SIP/2.0
Via: SIP/2.0/UDP 127.0.0.2:5070;branch=${own};rport
Max-Forwards: 70
From: "Ann" <sip:5551230000@127.0.0.2>;tag=hers
To: <sip:100@127.0.0.1>${tag === '' ? '' : `;tag=${tag}`}
Call-ID: ${callId}
CSeq: ${seq} ${method}
Contact: <sip:ann@127.0.0.2:5070>
${more}${body === '' ? '' : 'Content-Type: application/sdp\n'}Content-Length: ${length}

${body}`;
};
export const send = async (text: string): Promise<void> => {
  caller.send(text, US);
  await timers.advance(2);
};
export const statuses = (): string[] =>
  caller.inbox.map(({ text }) => /^SIP\/2\.0 (\d+)/.exec(text)?.[1] ?? text.split(' ')[0] ?? '');
export const header = (name: string, text = caller.last()): string =>
  new RegExp(`^${name}: (.*)\r$`, 'm').exec(text)?.[1] ?? '';
export const tagOf = (text = caller.last()): string => /^To:.*;tag=(\w+)/m.exec(text)?.[1] ?? '';
export const only = (): IncomingCall => {
  const [call, another] = calls;
  if (!call || another) throw new Error(`${calls.length} calls`);
  return call;
};

/** Rings, answers and ACKs; gives back our tag. */
export const established = async (more = ''): Promise<string> => {
  await send(message('INVITE', { body: SDP(), more }));
  await only().answer(HERE);
  await timers.advance(2);
  const tag = tagOf();
  await send(message('ACK', { tag }));
  return tag;
};
