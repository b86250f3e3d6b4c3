/**
 * How long the SIP parser takes for one INVITE of a trunk, with the headers and the offer that a call looks at.
 *   scripts/node benchmarks/sip-parse.ts [--json] [--rounds N]
 */
import { parseArgs } from 'node:util';
import { contactOf, cseqOf, fromOf, toOf, topVia } from '#voice/sip/parse/message.ts';
import { parseMessage } from '#voice/sip/parse/reader.ts';
import { writeMessage } from '#voice/sip/parse/writer.ts';
import { readSdp } from '#voice/sip/session/sdp-reader.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '200' }, help: { type: 'boolean' } },
});
if (values.help) {
  console.log('sip-parse [--json] [--rounds N]: median microseconds for one INVITE; goal under 30');
  process.exit(0);
}

const sdp = [
  'v=0',
  'o=carrier 1763700000 1763700000 IN IP4 203.0.113.20',
  's=-',
  'c=IN IP4 203.0.113.20',
  't=0 0',
  'm=audio 31000 RTP/AVP 0 8 18 101',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:18 G729/8000',
  'a=fmtp:18 annexb=no',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-15',
  'a=ptime:20',
  'a=sendrecv',
  '',
].join('\r\n');
const invite = Buffer.from(
  [
    'INVITE sip:+15551230000@198.51.100.5:5060;transport=udp SIP/2.0',
    'Record-Route: <sip:203.0.113.10;lr;ftag=gK0c1>,<sip:203.0.113.11:5060;r2=on;lr>',
    'Via: SIP/2.0/UDP 203.0.113.10:5060;branch=z9hG4bK8f3a.9d2e1b7f7d1c4c0a.0;rport',
    'Via: SIP/2.0/UDP 203.0.113.12:5060;received=203.0.113.12;branch=z9hG4bK0cBd5a1c2',
    'From: "LEE ANN" <sip:+15555550142@203.0.113.12:5060;isup-oli=0;user=phone>;tag=gK0c152e4a',
    'To: <sip:+15551230000@198.51.100.5:5060;user=phone>',
    'Call-ID: 201327489_133974361@203.0.113.12',
    'CSeq: 38212 INVITE',
    'Max-Forwards: 67',
    'Allow: INVITE,ACK,CANCEL,BYE,REGISTER,REFER,INFO,SUBSCRIBE,NOTIFY,PRACK,UPDATE,OPTIONS,MESSAGE,PUBLISH',
    'Accept: application/sdp, application/isup, application/dtmf, application/dtmf-relay, multipart/mixed',
    'Contact: "LEE ANN" <sip:+15555550142@203.0.113.12:5060>',
    'P-Asserted-Identity: "LEE ANN" <sip:+15555550142@203.0.113.12:5060>',
    'Supported: timer,100rel,precondition',
    'Session-Expires: 1800',
    'Min-SE: 90',
    'Content-Disposition: session; handling=optional',
    'Content-Type: application/sdp',
    `Content-Length: ${Buffer.byteLength(sdp)}`,
    '',
    sdp,
  ].join('\r\n'),
);

const PER_ROUND = 500;
const median = (work: () => void): number => {
  const rounds: number[] = [];
  for (let i = 0; i < 20 + Number(values.rounds); i++) {
    const start = performance.now();
    for (let k = 0; k < PER_ROUND; k++) work();
    if (i >= 20) rounds.push(((performance.now() - start) * 1000) / PER_ROUND);
  }
  return rounds.toSorted((a, b) => a - b)[rounds.length >> 1] ?? Number.NaN;
};

const read = (): void => {
  const parsed = parseMessage(invite);
  if (!parsed.ok) throw new Error(parsed.cause);
  const { message } = parsed;
  if (!topVia(message) || !cseqOf(message) || !fromOf(message) || !toOf(message) || !contactOf(message))
    throw new Error('a header was not read');
};
const parsed = parseMessage(invite);
if (!parsed.ok) throw new Error(parsed.cause);

const result = {
  bytes: invite.length,
  parseUs: Number(median(read).toFixed(2)),
  offerUs: Number(median(() => void readSdp(parsed.message.body)).toFixed(2)),
  writeUs: Number(median(() => void writeMessage(parsed.message)).toFixed(2)),
};
if (values.json) console.log(JSON.stringify(result));
else {
  console.log(`INVITE of ${result.bytes} bytes, median of ${values.rounds} rounds of ${PER_ROUND}`);
  console.log(`  parse with the headers of a call  ${result.parseUs} µs (goal < 30)`);
  console.log(`  read its offer (sdp-transform)    ${result.offerUs} µs`);
  console.log(`  write it again                    ${result.writeUs} µs`);
}
