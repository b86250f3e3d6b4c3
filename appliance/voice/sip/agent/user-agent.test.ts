import { handTimers, type HandTimers } from '#fakes/hand-timers.ts';
import { sipNetwork, type HandPeer, type SipNetwork } from '#fakes/sip-network.ts';
import { silentLog } from '#observe/log.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CallEnd, IncomingCall } from '../session/call.ts';
import type { NegotiatedMedia } from '../session/media.ts';
import { openUserAgent, type UserAgent } from './user-agent.ts';

const US = { address: '127.0.0.1', port: 5060 };
const HERE = { host: '127.0.0.1', port: 20_000 };
const SDP = (more = ''): string => `v=0
o=- 1 1 IN IP4 127.0.0.2
s=-
c=IN IP4 127.0.0.2
t=0 0
m=audio 4000 RTP/AVP 0 101
a=rtpmap:101 telephone-event/8000
${more}`;

let timers: HandTimers;
let network: SipNetwork;
let agent: UserAgent;
let caller: HandPeer;
let calls: IncomingCall[];
let ends: CallEnd[];
let branch = 0;

beforeEach(async () => {
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
});

const message = (
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
const send = async (text: string): Promise<void> => {
  caller.send(text, US);
  await timers.advance(2);
};
const statuses = (): string[] =>
  caller.inbox.map(({ text }) => /^SIP\/2\.0 (\d+)/.exec(text)?.[1] ?? text.split(' ')[0] ?? '');
const header = (name: string, text = caller.last()): string =>
  new RegExp(`^${name}: (.*)\r$`, 'm').exec(text)?.[1] ?? '';
const tagOf = (text = caller.last()): string => /^To:.*;tag=(\w+)/m.exec(text)?.[1] ?? '';
const only = (): IncomingCall => {
  const [call, another] = calls;
  if (!call || another) throw new Error(`${calls.length} calls`);
  return call;
};

/** Rings, answers and ACKs; gives back our tag. */
const established = async (more = ''): Promise<string> => {
  await send(message('INVITE', { body: SDP(), more }));
  await only().answer(HERE);
  await timers.advance(2);
  const tag = tagOf();
  await send(message('ACK', { tag }));
  return tag;
};

describe('a call to us', () => {
  test('100, 180, 200 with an answer, ACK, BYE', async () => {
    await send(message('INVITE', { body: SDP() }));
    const call = only();
    expect(call).toMatchObject({
      id: 'c1',
      from: { user: '5551230000', display: 'Ann' },
      to: { user: '100' },
      offer: { remotePort: 4000 },
    });
    call.ring();
    const media = await call.answer(HERE);
    await timers.advance(2);
    expect(statuses()).toEqual(['100', '180', '200']);
    expect(tagOf(caller.got('180')[0]?.text)).toBe(tagOf());
    expect(header('Contact')).toBe('<sip:pilot@127.0.0.1:5060>');
    expect(caller.last()).toContain('m=audio 20000 RTP/AVP 0 101');
    expect(media).toMatchObject({ remoteHost: '127.0.0.2', remotePort: 4000, codec: 'pcmu', dtmfPayloadType: 101 });
    const tag = tagOf();
    await send(message('ACK', { tag }));
    await timers.advance(60_000);
    expect(statuses()).toEqual(['100', '180', '200']);
    await send(message('BYE', { tag, seq: 2, more: 'Reason: Q.850;cause=16\n' }));
    expect(statuses().at(-1)).toBe('200');
    expect(ends).toEqual([{ by: 'remote', reason: 'Q.850;cause=16', status: null }]);
    await timers.advance(60_000);
    expect(agent.liveCalls()).toBe(0);
    expect(timers.pending()).toBe(0);
  });

  test('the INVITE that comes again makes no second call and gets the last response again', async () => {
    const invite = message('INVITE', { body: SDP() });
    await send(invite);
    only().ring();
    await send(invite);
    expect(calls).toHaveLength(1);
    expect(statuses()).toEqual(['100', '180', '180']);
  });

  test('180 is repeated each minute while nobody answers', async () => {
    await send(message('INVITE', { body: SDP() }));
    only().ring();
    await timers.advance(121_000);
    expect(statuses()).toEqual(['100', '180', '180', '180']);
  });

  test('without an ACK the 200 is sent again until 32 s, then BYE ends it', async () => {
    await send(message('INVITE', { body: SDP() }));
    await only().answer(HERE);
    await timers.advance(40_000);
    expect(caller.got('200').map(({ at }) => at - (caller.got('200')[0]?.at ?? 0))).toEqual([
      0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500,
    ]);
    expect(caller.got('BYE')[0]?.text).toContain('CSeq: 1 BYE');
    expect(ends).toEqual([{ by: 'error', reason: 'no ACK came', status: 408 }]);
  });

  test('we hang up: BYE waits for the ACK', async () => {
    await send(message('INVITE', { body: SDP() }));
    await only().answer(HERE);
    only().hangup('done');
    await timers.advance(400);
    expect(caller.got('BYE')).toHaveLength(0);
    const tag = tagOf();
    await send(message('ACK', { tag }));
    expect(caller.got('BYE sip:ann@127.0.0.2:5070')).toHaveLength(1);
    expect(header('To')).toBe('"Ann" <sip:5551230000@127.0.0.2>;tag=hers');
    expect(header('From')).toBe(`<sip:100@127.0.0.1>;tag=${tag}`);
    expect(ends).toEqual([{ by: 'local', reason: 'done', status: null }]);
  });

  test('BYEs that cross are both answered', async () => {
    const tag = await established();
    only().hangup();
    await send(message('BYE', { tag, seq: 2 }));
    expect(statuses().slice(-2)).toEqual(['BYE', '200']);
    expect(ends).toHaveLength(1);
  });

  test('requests go through the proxies that recorded themselves', async () => {
    const proxy = network.peer('127.0.0.9', 5090);
    await established('Record-Route: <sip:127.0.0.9:5090;lr>\nRecord-Route: <sip:127.0.0.8;lr>\n');
    expect(caller.got('200')[0]?.text.match(/^Record-Route: .*$/gm)).toHaveLength(2);
    only().hangup();
    await timers.advance(2);
    expect(proxy.inbox[0]?.text).toMatch(
      /^BYE sip:ann@127\.0\.0\.2:5070 [\s\S]*Route: <sip:127\.0\.0\.9:5090;lr>\r\nRoute: <sip:127\.0\.0\.8;lr>\r\n/,
    );
  });
});

describe('giving up', () => {
  test('CANCEL before the answer: 200 and 487, and the call ends', async () => {
    const invite = message('INVITE', { body: SDP(), branch: 'z9hG4bKsame' });
    let cancelled = 0;
    await send(invite);
    only().onCancel(() => cancelled++);
    await send(message('CANCEL', { branch: 'z9hG4bKsame' }));
    expect(statuses()).toEqual(['100', '200', '487']);
    expect(tagOf(caller.got('200')[0]?.text)).toBe(tagOf());
    expect(cancelled).toBe(1);
    expect(ends).toEqual([{ by: 'remote', reason: 'cancelled', status: 487 }]);
    await expect(only().answer(HERE)).rejects.toMatchObject({ code: 'sip_call_over' });
    await send(message('ACK', { tag: tagOf(), branch: 'z9hG4bKsame' }));
    await timers.advance(60_000);
    expect(statuses()).toEqual(['100', '200', '487']);
  });

  test('CANCEL after the answer changes nothing', async () => {
    await send(message('INVITE', { body: SDP(), branch: 'z9hG4bKsame' }));
    await only().answer(HERE);
    await send(message('CANCEL', { branch: 'z9hG4bKsame' }));
    expect(statuses()).toEqual(['100', '200', '200']);
    expect(ends).toEqual([]);
  });

  test('CANCEL of nothing is 481', async () => {
    await send(message('CANCEL'));
    expect(statuses()).toEqual(['481']);
  });

  test('BYE before the answer ends it as CANCEL does', async () => {
    await send(message('INVITE', { body: SDP() }));
    only().ring();
    await timers.advance(2);
    await send(message('BYE', { tag: tagOf(), seq: 2 }));
    expect(statuses()).toEqual(['100', '180', '200', '487']);
  });

  test('we turn it away: 486 until the ACK', async () => {
    await send(message('INVITE', { body: SDP(), branch: 'z9hG4bKsame' }));
    only().reject(486, 'Busy', 30);
    await timers.advance(600);
    expect(statuses()).toEqual(['100', '486', '486']);
    expect(header('Retry-After')).toBe('30');
    await send(message('ACK', { tag: tagOf(), branch: 'z9hG4bKsame' }));
    await timers.advance(60_000);
    expect(statuses()).toEqual(['100', '486', '486']);
    expect(ends).toEqual([{ by: 'local', reason: 'Busy', status: 486 }]);
    expect(timers.pending()).toBe(0);
  });
});

describe('offer and answer', () => {
  test('hold and resume by re-INVITE get fresh answers', async () => {
    const tag = await established();
    const media: NegotiatedMedia[] = [];
    only().onMediaChange((one) => media.push(one));
    for (const [seq, more] of [
      [2, 'a=sendonly\n'],
      [3, 'a=inactive\n'],
      [4, ''],
    ] as const) {
      await send(message('INVITE', { tag, seq, body: SDP(more) }));
      await send(message('ACK', { tag, seq }));
    }
    expect(media.map(({ direction }) => direction)).toEqual(['recvonly', 'inactive', 'sendrecv']);
    const versions = caller.got('200').map(({ text }) => Number(/^o=- \d+ (\d+)/m.exec(text)?.[1]));
    expect(versions.map((one) => one - (versions[0] ?? 0))).toEqual([0, 1, 2, 3]);
  });

  test('another codec and address in mid-call', async () => {
    const tag = await established();
    const media: NegotiatedMedia[] = [];
    only().onMediaChange((one) => media.push(one));
    await send(message('INVITE', { tag, seq: 2, body: SDP().replace('4000 RTP/AVP 0', '4010 RTP/AVP 8') }));
    expect(media).toMatchObject([{ codec: 'pcma', remotePort: 4010 }]);
    expect(caller.last()).toContain('RTP/AVP 8 101');
  });

  test('a re-INVITE may move the far end: our BYE follows it', async () => {
    const elsewhere = network.peer('127.0.0.4', 5080);
    const tag = await established();
    await send(message('INVITE', { tag, seq: 2, body: SDP() }).replace('ann@127.0.0.2:5070', 'ann@127.0.0.4:5080'));
    await send(message('ACK', { tag, seq: 2 }));
    only().hangup();
    await timers.advance(2);
    expect(elsewhere.got('BYE sip:ann@127.0.0.4:5080')).toHaveLength(1);
  });

  test('a re-INVITE we cannot answer is 488 and the call goes on', async () => {
    const tag = await established();
    await send(message('INVITE', { tag, seq: 2, body: SDP().replace('RTP/AVP 0 101', 'RTP/AVP 18') }));
    expect(statuses().at(-1)).toBe('488');
    expect(ends).toEqual([]);
  });

  test('late offer: our 200 offers, the ACK answers', async () => {
    await send(message('INVITE'));
    expect(only().offer).toBeNull();
    const answering = only().answer(HERE);
    await timers.advance(2);
    expect(caller.last()).toContain('m=audio 20000 RTP/AVP 0 8 101');
    await send(message('ACK', { tag: tagOf(), body: SDP().replace('RTP/AVP 0 101', 'RTP/AVP 8 101') }));
    expect(await answering).toMatchObject({ codec: 'pcma', remotePort: 4000 });
  });

  test('late offer and an ACK without an answer: BYE', async () => {
    await send(message('INVITE'));
    const answering = only()
      .answer(HERE)
      .then(
        () => 'answered',
        (error: { code: string }) => error.code,
      );
    await timers.advance(2);
    await send(message('ACK', { tag: tagOf() }));
    expect(await answering).toBe('sip_call_over');
    expect(statuses().at(-1)).toBe('BYE');
    expect(ends[0]?.by).toBe('error');
  });

  test('an empty re-INVITE gets an offer of ours; one more meanwhile is 491', async () => {
    const tag = await established();
    await send(message('INVITE', { tag, seq: 2 }));
    expect(caller.last()).toContain('m=audio 20000 RTP/AVP 0 8 101');
    await send(message('INVITE', { tag, seq: 3, body: SDP() }));
    expect(statuses().at(-1)).toBe('491');
    await send(message('ACK', { tag, seq: 2, body: SDP('a=sendonly\n') }));
    await send(message('INVITE', { tag, seq: 4, body: SDP() }));
    expect(statuses().at(-1)).toBe('200');
  });

  test('glare: both offer, both get 491, ours is tried again', async () => {
    const tag = await established();
    const offering = only().offerMedia('sendonly');
    await timers.advance(2);
    const ours = caller.last();
    expect(ours).toContain('a=sendonly');
    await send(message('INVITE', { tag, seq: 2, body: SDP() }));
    expect(statuses().at(-1)).toBe('491');
    const reply = (status: string, text: string, body = ''): string => {
      const kept = text.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line));
      return `SIP/2.0 ${status}\n${kept.join('\n')}\nContact: <sip:ann@127.0.0.2:5070>\n\n${body}`;
    };
    await send(reply('491 Request Pending', ours));
    await timers.advance(2_010);
    const again = caller.got('INVITE').at(-1)?.text ?? '';
    expect(header('CSeq', again)).toBe('2 INVITE');
    await send(reply('200 OK', again, SDP('a=recvonly\n')));
    expect(await offering).toMatchObject({ direction: 'sendonly' });
    expect(caller.got('ACK').at(-1)?.text).toContain('CSeq: 2 ACK');
  });

  test('an INVITE without a codec of ours is 488 and makes no call', async () => {
    await send(message('INVITE', { body: SDP().replace('RTP/AVP 0 101', 'RTP/AVP 18') }));
    expect(statuses()).toEqual(['488']);
    expect(header('Warning')).toContain('PCMU');
    expect(calls).toEqual([]);
  });
});

describe('what is refused', () => {
  test('an unknown method: 405 with Allow', async () => {
    await send(message('PUBLISH'));
    expect(statuses()).toEqual(['405']);
    expect(header('Allow')).toBe('INVITE, ACK, CANCEL, BYE, OPTIONS');
  });

  test.each(['BYE', 'INVITE', 'OPTIONS'])('%s for a dialog nobody knows: 481', async (method) => {
    await send(message(method, { tag: 'gone' }));
    expect(statuses()).toEqual(['481']);
  });

  test('a stray ACK is silence', async () => {
    await send(message('ACK', { tag: 'gone' }));
    expect(caller.inbox).toEqual([]);
  });

  test('an extension that is required: 420 names it', async () => {
    await send(message('INVITE', { body: SDP(), more: 'Require: 100rel, nothing\n' }));
    expect(statuses()).toEqual(['420']);
    expect(header('Unsupported')).toBe('100rel, nothing');
  });

  test('another body type: 415; another scheme: 416; no Contact: 400', async () => {
    await send(message('INVITE', { body: 'hello' }).replace('application/sdp', 'text/plain'));
    await send(message('INVITE', { uri: 'mailto:a@b', callId: 'c2' }));
    await send(message('INVITE', { callId: 'c3' }).replace(/Contact.*\n/, ''));
    expect(statuses()).toEqual(['415', '416', '400']);
  });

  test('a copy of a request by another way: 482', async () => {
    await send(message('INVITE', { body: SDP() }));
    await send(message('INVITE', { body: SDP() }));
    expect(statuses()).toEqual(['100', '482']);
  });

  test('an old CSeq: 500', async () => {
    const tag = await established();
    await send(message('OPTIONS', { tag, seq: 0 }));
    expect(statuses().at(-1)).toBe('500');
  });

  test('one call too many: 503 with Retry-After; the places come free again', async () => {
    for (const callId of ['c1', 'c2', 'c3']) await send(message('INVITE', { body: SDP(), callId }));
    expect(statuses()).toEqual(['100', '100', '503']);
    expect(Number(header('Retry-After'))).toBeGreaterThan(0);
    calls[0]?.reject(486);
    await send(message('INVITE', { body: SDP(), callId: 'c4' }));
    expect(statuses().at(-1)).toBe('100');
    expect(agent.counters.turnedAway).toBe(1);
  });

  test('malformed packets are counted, answered where they can be, and the agent goes on', async () => {
    for (const junk of [
      '\u0000\u0001nonsense',
      'INVITE sip:x SIP/2.0\n\n',
      message('INVITE').replace('CSeq: 1', 'CSeq: x'),
    ])
      await send(junk);
    expect(statuses()).toEqual(['400']);
    expect(agent.counters).toMatchObject({ malformed: 3, failed: 0 });
    await send(message('OPTIONS'));
    expect(statuses().at(-1)).toBe('200');
    expect(['Allow', 'Accept'].map((name) => header(name))).toEqual([
      'INVITE, ACK, CANCEL, BYE, OPTIONS',
      'application/sdp',
    ]);
    expect(caller.last()).toMatch(/^Supported: *\r$/m);
  });

  test('a request with another tag than the caller had is not in its dialog: 481', async () => {
    const tag = await established();
    await send(message('BYE', { tag, seq: 2 }).replace(';tag=hers', ';tag=another'));
    expect(statuses().at(-1)).toBe('481');
    expect(ends).toEqual([]);
  });

  test('keep-alives are no messages; a response that is not ours is malformed', async () => {
    await send('\n\n');
    expect(agent.counters).toMatchObject({ received: 1, malformed: 0 });
    await send(message('OPTIONS').replace(/^.*\n/, 'SIP/2.0 200 OK\n'));
    expect(agent.counters).toMatchObject({ received: 2, malformed: 1 });
    expect(caller.inbox).toEqual([]);
  });

  test('strangers get silence', async () => {
    const stranger = network.peer('203.0.113.5', 5060);
    stranger.send(message('OPTIONS'), US);
    stranger.send('junk', US);
    await timers.advance(10);
    expect(stranger.inbox).toEqual([]);
    expect(agent.counters).toMatchObject({ foreign: 2, received: 0, malformed: 0 });
  });

  test('a handler that throws costs its own call alone', async () => {
    agent.onIncoming(() => {
      throw new Error('no media');
    });
    await send(message('INVITE', { body: SDP() }));
    expect(statuses()).toEqual(['100', '500']);
    expect(agent.liveCalls()).toBe(0);
  });

  test('closing says BYE to answered calls and 480 to ringing ones', async () => {
    await established();
    await send(message('INVITE', { callId: 'c2', body: SDP() }));
    const closing = agent.close();
    await timers.advance(3_000);
    await closing;
    expect(statuses().slice(-2)).toEqual(['BYE', '480']);
    expect(timers.pending()).toBe(0);
  });
});
