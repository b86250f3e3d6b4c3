import { beforeEach, describe, expect, it } from 'vitest';
import { Traces } from './traces.ts';

const US = { address: '192.0.2.1', port: 5060 };
const PEER = { address: '203.0.113.7', port: 5060 };
const WAY = { transport: 'UDP', local: US, peer: PEER };

let now = 0;
let traces: Traces;
beforeEach(() => {
  now = 1000;
  traces = new Traces(() => now++);
});

const request = (method: string, callId: string, more = ''): Buffer =>
  Buffer.from(
    `${method} sip:+19375550100@192.0.2.1 SIP/2.0\r\nFrom: "Pat" <sip:+19375550142@203.0.113.7>;tag=a\r\nTo: <sip:+19375550100@192.0.2.1>\r\ni: ${callId}\r\nCSeq: 1 ${method}\r\n${more}\r\n`,
  );
const response = (status: string, method: string, callId: string): Buffer =>
  Buffer.from(`SIP/2.0 ${status}\r\nCall-ID: ${callId}\r\nCSeq: 1 ${method}\r\n\r\n`);

describe('what the lines did', () => {
  it('a call is found by its id and by its Call-ID, with its messages in order, its notes and its end', () => {
    traces.message('in', request('INVITE', 'c@1'), WAY);
    traces.message('out', response('100 Trying', 'INVITE', 'c@1'), WAY);
    traces.joins('call-1', 'c@1');
    traces.message('out', response('200 OK', 'INVITE', 'c@1'), WAY);
    traces.note('call-1', 'hold', 'held');
    traces.message('in', request('BYE', 'c@1'), WAY);
    traces.end('call-1', 'by the far end: hung up');
    const trace = traces.record('call-1', true);
    expect(trace).toEqual(traces.record('c@1', true));
    expect(trace).toMatchObject({
      kind: 'call',
      method: 'INVITE',
      from: '+19375550142',
      status: 200,
      messages: 4,
      end: 'by the far end: hung up',
      notes: [{ kind: 'hold', detail: 'held' }],
    });
    expect(trace?.entries.map(({ direction, peer }) => `${direction} ${peer}`)).toEqual([
      'in 203.0.113.7:5060',
      'out 203.0.113.7:5060',
      'out 203.0.113.7:5060',
      'in 203.0.113.7:5060',
    ]);
  });

  it('is masked unless asked, in lists always', () => {
    traces.message('in', request('INVITE', 'c@1'), WAY);
    expect(traces.record('c@1', false)).toMatchObject({ masked: true, from: '+xxxxxxxxx42' });
    expect(JSON.stringify([traces.record('c@1', false), traces.overview()])).not.toMatch(/93755501|Pat/);
  });

  it('keeps no secret even unmasked', () => {
    const proof = 'Authorization: Digest username="100", response="6629fae49393a053"\r\n';
    traces.message('out', request('REGISTER', 'r@1', proof), WAY);
    expect(traces.record('r@1', true)?.entries[0]?.text).toContain('response="***"');
  });

  it('tells calls from refused ones and from other requests, and begins none with an answer', () => {
    traces.message('in', request('INVITE', 'c@1'), WAY);
    traces.joins('call-1', 'c@1');
    traces.message('in', request('INVITE', 'c@2'), WAY);
    traces.message('out', response('503 Service Unavailable', 'INVITE', 'c@2'), WAY);
    traces.message('in', request('OPTIONS', 'o@1'), WAY);
    traces.message('in', response('200 OK', 'OPTIONS', 'o@2'), WAY);
    expect(traces.overview().traces.map(({ id, kind, status }) => [id, kind, status])).toEqual([
      ['o@1', 'other', 0],
      ['c@2', 'refused', 503],
      ['call-1', 'call', 0],
    ]);
  });

  it('a call of a line that is not SIP has its notes and its end', () => {
    traces.joins('call-1', '0192f3c4-uuid');
    traces.note('call-1', 'hold', 'held');
    traces.end('call-1', 'by us: over');
    expect(traces.record('0192f3c4-uuid', false)).toMatchObject({
      id: 'call-1',
      kind: 'call',
      messages: 0,
      entries: [],
    });
    expect(traces.record('call-1', false)?.notes).toHaveLength(1);
  });

  it('a leg that is about to be rung belongs to its call from its first message on', () => {
    traces.message('in', request('INVITE', 'c@1'), WAY);
    traces.joins('call-1', 'c@1');
    traces.joins('call-1', 'c@2');
    traces.message('out', request('INVITE', 'c@2'), WAY);
    expect(traces.record('call-1', true)?.entries.map(({ callId }) => callId)).toEqual(['c@1', 'c@2']);
  });

  it('a second leg belongs to its call', () => {
    traces.message('in', request('INVITE', 'c@1'), WAY);
    traces.joins('call-1', 'c@1');
    traces.message('out', request('INVITE', 'c@2'), WAY);
    traces.joins('call-1', 'c@2');
    traces.message('in', response('180 Ringing', 'INVITE', 'c@2'), WAY);
    expect(traces.record('call-1', true)?.entries.map(({ callId }) => callId)).toEqual(['c@1', 'c@2', 'c@2']);
    expect(traces.overview().traces).toHaveLength(1);
  });
});

describe('bounds', () => {
  it('keeps the latest 200 calls, and calls are not pushed out by what is refused', () => {
    for (let i = 0; i < 250; i++) {
      traces.message('in', request('INVITE', `c@${i}`), WAY);
      traces.joins(`call-${i}`, `c@${i}`);
      traces.end(`call-${i}`, 'over');
    }
    for (let i = 0; i < 500; i++) traces.message('in', request('INVITE', `x@${i}`), WAY);
    for (let i = 0; i < 500; i++) traces.message('in', request('OPTIONS', `o@${i}`), WAY);
    const kinds = traces.overview().traces.map(({ kind }) => kind);
    expect(['call', 'refused', 'other'].map((kind) => kinds.filter((one) => one === kind).length)).toEqual([
      200, 100, 40,
    ]);
    expect([traces.record('call-49', true), traces.record('c@49', true)]).toEqual([null, null]);
    expect(traces.record('call-50', true)?.id).toBe('call-50');
  });

  it('a call that goes on outlives those that ended', () => {
    traces.message('in', request('INVITE', 'live'), WAY);
    traces.joins('live-call', 'live');
    for (let i = 0; i < 300; i++) {
      traces.message('in', request('INVITE', `c@${i}`), WAY);
      traces.joins(`call-${i}`, `c@${i}`);
      traces.end(`call-${i}`, 'over');
    }
    expect(traces.record('live-call', true)).not.toBeNull();
  });

  it('a talkative call keeps its beginning and its end, and says what it let go', () => {
    traces.message('in', request('INVITE', 'c@1'), WAY);
    traces.joins('call-1', 'c@1');
    for (let i = 0; i < 2000; i++) traces.message('in', request('INFO', 'c@1', `X-Count: ${i}\r\n`), WAY);
    const trace = traces.record('call-1', true);
    expect(trace?.entries[0]?.text).toContain('INVITE ');
    expect(trace?.entries.at(-1)?.text).toContain('X-Count: 1999');
    expect(trace?.leftOut).toBeGreaterThan(500);
    expect((trace?.entries.length ?? 0) + (trace?.leftOut ?? 0)).toBe(2001);
    expect(JSON.stringify(trace).length).toBeLessThan(400_000);
  });

  it('counts who is not answered by source, for 200 of them, and what they sent last', () => {
    for (let i = 0; i < 300; i++) {
      const address = `198.51.${Math.floor(i / 250)}.${i % 250}`;
      traces.dropped('foreign', Buffer.from('OPTIONS sip:100@x SIP/2.0\r\nUser-Agent: scan\r\n'), {
        address,
        port: 5071,
      });
    }
    traces.dropped('malformed', Buffer.from('\u001b[31mred\r\n'), { address: '198.51.1.49', port: 5071 });
    const { dropped, droppedElsewhere } = traces.overview();
    expect([dropped.length, droppedElsewhere]).toEqual([200, 100]);
    expect(dropped[0]).toMatchObject({ address: '198.51.1.49', foreign: 1, malformed: 1, last: '.[31mred' });
    expect(dropped[1]).toMatchObject({ foreign: 1, last: 'OPTIONS sip:100@x SIP/2.0' });
  });
});
