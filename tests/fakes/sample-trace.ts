import type { Traces } from '#voice/trace/traces.ts';
import { sampleQuality } from './sample-records.ts';

const BOX = { address: '192.0.2.1', port: 5060 };
const CARRIER = { address: '203.0.113.7', port: 5060 };

const SDP =
  'v=0\r\no=- 1 1 IN IP4 203.0.113.7\r\ns=-\r\nc=IN IP4 203.0.113.7\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0 101\r\n';

/** Plays a call into the traces: answered, held and taken back, ended by the caller. */
export const playSampleCall = (traces: Traces, call: string, step: (ms: number) => void): void => {
  let seq = 1;
  const message = (direction: 'in' | 'out', first: string, method: string, sdp = false): void => {
    const text = [
      first,
      'Via: SIP/2.0/UDP 203.0.113.7:5060;branch=z9hG4bK1',
      'From: "Pat Example" <sip:+19375550142@203.0.113.7>;tag=a',
      'To: <sip:+19375550100@192.0.2.1>',
      'Call-ID: sample@203.0.113.7',
      `CSeq: ${seq} ${method}`,
      ...(sdp ? ['Content-Type: application/sdp'] : []),
      '',
      sdp ? SDP : '',
    ].join('\r\n');
    traces.message(direction, Buffer.from(text), { transport: 'UDP', local: BOX, peer: CARRIER });
  };
  const ask = 'INVITE sip:+19375550100@192.0.2.1 SIP/2.0';
  message('in', ask, 'INVITE', true);
  traces.joins(call, 'sample@203.0.113.7');
  step(4);
  message('out', 'SIP/2.0 100 Trying', 'INVITE');
  step(28);
  message('out', 'SIP/2.0 180 Ringing', 'INVITE');
  step(640);
  message('out', 'SIP/2.0 200 OK', 'INVITE', true);
  step(21);
  message('in', 'ACK sip:pilot@192.0.2.1 SIP/2.0', 'ACK');
  traces.note(call, 'agreed', 'PCMU (0), 20 ms, keys 101, to 203.0.113.7:4000');
  step(60);
  traces.note(call, 'source', '203.0.113.7:4000');
  step(42_000);
  seq++;
  message('in', ask.replace('sip:+19375550100', 'sip:pilot'), 'INVITE', true);
  step(6);
  message('out', 'SIP/2.0 200 OK', 'INVITE', true);
  traces.note(call, 'hold', 'held');
  step(19);
  message('in', 'ACK sip:pilot@192.0.2.1 SIP/2.0', 'ACK');
  step(8000);
  seq++;
  message('in', 'REFER sip:pilot@192.0.2.1 SIP/2.0', 'REFER');
  step(3);
  message('out', 'SIP/2.0 603 Decline', 'REFER');
  step(30_000);
  seq++;
  message('in', 'BYE sip:pilot@192.0.2.1 SIP/2.0', 'BYE');
  step(2);
  message('out', 'SIP/2.0 200 OK', 'BYE');
  traces.quality(call, sampleQuality());
  traces.end(call, 'by the far end: hung up');
};
