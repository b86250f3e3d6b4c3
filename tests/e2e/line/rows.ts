/**
 * What a trunk asks of a user agent, and the test that shows each on real sockets. A row names files of this folder's parent and
 * titles of tests in them as the source writes them.
 */
export interface Row {
  readonly row: string;
  /** Where the requirement stands. */
  readonly rfc: string;
  /** File below tests/e2e -> titles. */
  readonly tests: Readonly<Record<string, readonly string[]>>;
}

export const ROWS: readonly Row[] = [
  {
    row: 'Parser',
    rfc: '3261 sections 7, 8.2, 20; 4475',
    tests: {
      'line/taking-calls.test.ts': ['Parser: tortuous messages', 'Parser: a body is counted in bytes'],
      'sip-line.test.ts': ['malformed packets in between'],
    },
  },
  {
    row: 'UDP',
    rfc: '3261 sections 17.1, 17.2; 6026 section 7',
    tests: {
      'line/taking-calls.test.ts': ['UDP: a 486 is resent', 'UDP: requests of ours'],
      'sip-line.test.ts': ['every packet twice: one call', 'the 200 is sent again until the late ACK'],
      '../integration/lossy-signalling.test.ts': ['${CALLS} calls over a line that loses a tenth'],
    },
  },
  {
    row: 'Transport',
    rfc: '3261 sections 18.1.1, 18.2, 18.3; 3581 section 4',
    tests: {
      'line/taking-calls.test.ts': ['Transport: the reply goes to where'],
      'line/streams.test.ts': [
        'Transport: a call over TCP',
        'Transport: a call of ours over TCP',
        'Transport: a far end that cannot be connected to',
        'Transport: a request longer than 1300 bytes',
        'Transport: what has no end',
        'Transport: mutants of the messages',
        'Transport: sipp makes 40 calls over TCP',
      ],
      'streams-baresip.test.ts': ['Transport: baresip over %s'],
      'kamailio.test.ts': ['Kamailio as registrar and proxy: a phone rings the box'],
    },
  },
  {
    row: 'TLS',
    rfc: '3261 section 26.2; 5922 sections 4, 7',
    tests: {
      'line/tls.test.ts': [
        'TLS: a call by TLS 1.2 and 1.3',
        "TLS: the far end's certificate",
        'TLS: a call of ours to a sips: URI',
        'TLS: junk, resets and silence',
      ],
      'line/stream-trunks.test.ts': ["TLS: a trunk registers with the carrier's own", 'TLS: a certificate that is not'],
    },
  },
  {
    row: 'Invite UAS',
    rfc: '3261 sections 9.2, 13.3.1, 17.2.1',
    tests: {
      'line/taking-calls.test.ts': ['Invite UAS: 100 at once', 'Invite UAS: CANCEL while it rings'],
      'sip-line.test.ts': ['CANCEL while it rings'],
    },
  },
  {
    row: 'Invite UAC',
    rfc: '3261 sections 9.1, 13.2.2.4',
    tests: {
      'line/placing-calls.test.ts': ['Invite UAC: each 2xx of a fork'],
      'sip-line.test.ts': ['baresip is rung by us'],
    },
  },
  {
    row: 'Dialog',
    rfc: '3261 sections 12.1.1, 12.2',
    tests: { 'line/taking-calls.test.ts': ['Dialog: the Record-Route of the INVITE'] },
  },
  {
    row: 'OPTIONS',
    rfc: '3261 section 11.2',
    tests: {
      'line/taking-calls.test.ts': ['OPTIONS: 200 with what we can do'],
      'line/stream-trunks.test.ts': ['OPTIONS: a trunk without registration'],
    },
  },
  {
    row: 'Register',
    rfc: '3261 section 10.2',
    tests: {
      'line/placing-calls.test.ts': ['Register: 401, refresh'],
      'registration-sipp.test.ts': ['sipp as registrar finds our digest right'],
    },
  },
  {
    row: 'Digest',
    rfc: '8760 section 2; 7616',
    tests: { 'line/placing-calls.test.ts': ['Digest: %s with qop auth'] },
  },
  {
    row: 'DNS',
    rfc: '3263 sections 4.1 to 4.3',
    tests: {
      'line/finding.test.ts': [
        'DNS: a target that says nothing',
        'DNS: where nobody listens',
        'DNS: 503 goes to the next target',
        'DNS: a trunk registers with the next registrar',
        'DNS: with auto a trunk registers',
        'DNS: a trunk is reached as its setting says',
      ],
    },
  },
  {
    row: 'Re-INVITE',
    rfc: '3261 sections 14.1, 14.2',
    tests: {
      'line/media.test.ts': ['Re-INVITE: each one gets its own answer'],
      'sip-line.test.ts': ['hold, resume, an empty re-INVITE and a codec change'],
    },
  },
  {
    row: 'Offer/answer',
    rfc: '3264 sections 6.1, 8, 8.4; 3261 section 13.2.1',
    tests: { 'line/media.test.ts': ['Offer/answer: first common codec', 'Offer/answer: hold %s'] },
  },
  {
    row: 'UPDATE and PRACK',
    rfc: '3311 section 5; 3262 sections 3 to 5',
    tests: { 'line/placing-calls.test.ts': ['UPDATE and PRACK: a reliable 180'] },
  },
  {
    row: 'Session timer',
    rfc: '4028 sections 6 to 10',
    tests: { 'line/placing-calls.test.ts': ['Session timer: too short is 422'] },
  },
  {
    row: 'DTMF',
    rfc: '4733 sections 2.3, 2.5; 6086',
    tests: {
      'line/media.test.ts': ['DTMF: a key counts once'],
      'sip-line.test.ts': ['keys by SIP INFO'],
    },
  },
  {
    row: 'RTP',
    rfc: '3550 sections 5, 6, A.1, A.8; 3551 section 6',
    tests: { 'line/media.test.ts': ['RTP: any common packet length'] },
  },
  {
    row: 'Symmetric RTP',
    rfc: '4961; 7362',
    tests: {
      'line/media.test.ts': ['Symmetric RTP: first to the address', "Symmetric RTP: the carrier's own addresses"],
    },
  },
  {
    row: 'Silence',
    rfc: '3389',
    tests: { 'line/media.test.ts': ['Silence: a packet every 20 ms'] },
  },
  {
    row: 'Early media',
    rfc: '3960',
    tests: { 'line/placing-calls.test.ts': ['Early media: an answer in a 183'] },
  },
  {
    row: 'Transfer by REFER',
    rfc: '3515 section 2.4; 3420; 3892; 4488',
    tests: {
      'line/transfer.test.ts': [
        'Transfer: REFER to %s, NOTIFY 100, 180, 200',
        'Transfer: a NOTIFY of 486',
        'Transfer: BYE before the NOTIFY',
        'Transfer: REFER refused by %s',
      ],
    },
  },
  {
    row: 'Attended transfer to us',
    rfc: '3891 section 3',
    tests: { 'line/transfer.test.ts': ['Transfer attended: an INVITE with Replaces'] },
  },
  {
    row: 'SRTP SDES',
    rfc: '3711 section 3.3; 4568 sections 6.2, 7',
    tests: {
      'line/srtp.test.ts': [
        'SRTP SDES: %s both ways',
        'SRTP SDES: what is forged, clear or replayed',
        'SRTP SDES: hold and resume by either side',
        'SRTP SDES: a re-INVITE with another key',
        'SRTP SDES: where it is only offered',
        'SRTP SDES: required turns the clear away',
        'SRTP SDES: a call of ours offers both suites',
      ],
      'line/stream-trunks.test.ts': ['SRTP SDES and TLS: by TLS keys are taken'],
      'srtp-baresip.test.ts': ['SRTP SDES: baresip with mediaenc=%s'],
      'ring-baresip.test.ts': ['SRTP SDES: a caller with a wrong number'],
    },
  },
  {
    row: 'Transfer by a second leg of ours',
    rfc: '3261 section 13.2; 3550 section 7.1; 4733',
    tests: {
      'transfer.test.ts': ['Transfer: a person hears who calls', 'Transfer: nobody answers'],
      'transfer-phones.test.ts': ['Transfer: baresip takes the call', 'Transfer: sipp takes the call'],
    },
  },
  {
    row: 'NAT',
    rfc: '5626 section 4.4; 3581',
    tests: {
      'line/placing-calls.test.ts': ['NAT: the address that the far end is told'],
      'line/stream-trunks.test.ts': [
        'NAT: a trunk over TCP registers',
        'NAT: where we listen for TCP',
        'NAT: pings on our connection',
      ],
    },
  },
  {
    row: 'Ports',
    rfc: '3550 section 11',
    tests: { 'line/media.test.ts': ['Ports: even, from the configured range'] },
  },
  {
    row: 'Overload',
    rfc: '3261 section 21.5.4',
    tests: {
      'line/taking-calls.test.ts': ['Overload: above the limit 503'],
      'line/identity.test.ts': ['Overload: a trunk above its own limit'],
    },
  },
  {
    row: 'Identity',
    rfc: '3325 section 9.1; 3323; 5806; 7044; 3326; 8224 section 4',
    tests: {
      'line/identity.test.ts': [
        'Identity: who calls',
        'Identity: a caller who asks for privacy',
        'Identity: why a call ended',
      ],
    },
  },
  {
    row: 'Strangers',
    rfc: '3261 section 26.1.5',
    tests: {
      '../integration/probing.test.ts': [
        'gets no answer, whatever is asked',
        'is closed without a byte when it connects by TCP',
        'a flood of ${RATE} bad packets a second',
      ],
    },
  },
];
