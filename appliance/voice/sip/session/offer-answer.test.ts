import { describe, expect, test } from 'vitest';
import { dropOffer, makeAnswer, makeOffer, startOfferAnswer, takeAnswer } from './offer-answer.ts';
import { readSdp, type ReadSdp } from './sdp-reader.ts';

const HERE = { host: '192.0.2.1', port: 20_000 };
const audio = (rest: string, host = '192.0.2.9'): string =>
  `v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 ${host}\r\nt=0 0\r\n${rest}`;

const offerOf = (text: string): ReadSdp => {
  const read = readSdp(Buffer.from(text));
  if ('cause' in read) throw new Error(read.cause);
  return read;
};
const answerTo = (text: string) => {
  const { next, sdp } = makeAnswer(startOfferAnswer(7), HERE, offerOf(text));
  return { agreed: next.agreed, sdp: sdp.toString() };
};

test('the answer takes the first codec both know, under the numbers of the offer', () => {
  const { agreed, sdp } = answerTo(
    audio(
      'm=audio 4000 RTP/AVP 9 96 0 97\r\na=rtpmap:9 G722/8000\r\na=rtpmap:96 PCMA/8000\r\na=rtpmap:97 telephone-event/8000\r\na=fmtp:97 0-16\r\na=ptime:30\r\n',
    ),
  );
  expect(agreed).toEqual({
    remoteHost: '192.0.2.9',
    remotePort: 4000,
    codec: 'pcma',
    payloadType: 96,
    dtmfPayloadType: 97,
    ptime: 30,
    direction: 'sendrecv',
    srtp: null,
    carrier: [],
  });
  expect(sdp).toContain('m=audio 20000 RTP/AVP 96 97\r\n');
  expect(sdp).toContain('a=rtpmap:96 PCMA/8000\r\n');
  expect(sdp).toContain('a=rtpmap:97 telephone-event/8000\r\n');
  expect(sdp).toContain('c=IN IP4 192.0.2.1\r\n');
  expect(sdp).toContain('a=ptime:20\r\n');
});

test('static payload types need no rtpmap, the last line no line break, and no telephone-event is made up', () => {
  expect(answerTo(audio('m=audio 4000 RTP/AVP 8')).agreed).toMatchObject({
    codec: 'pcma',
    payloadType: 8,
    dtmfPayloadType: null,
    ptime: 20,
  });
  expect(
    answerTo(audio('m=audio 4000 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/48000')).agreed?.dtmfPayloadType,
  ).toBeNull();
});

test('every other section is declined in its place', () => {
  const { sdp, agreed } = answerTo(
    audio(
      'm=video 5000 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\nm=audio 4000 RTP/AVP 0\r\nm=image 5002 udptl t38\r\nm=audio 4002 RTP/AVP 8\r\n',
    ),
  );
  expect(sdp.match(/^m=.*$/gm)?.map((line) => line.trim())).toEqual([
    'm=video 0 RTP/AVP 96',
    'm=audio 20000 RTP/AVP 0',
    'm=image 0 udptl t38',
    'm=audio 0 RTP/AVP 8',
  ]);
  expect(agreed?.remotePort).toBe(4000);
});

test('an address at the section wins over one at the session; IPv6 is answered in kind', () => {
  expect(answerTo(audio('m=audio 4000 RTP/AVP 0\r\nc=IN IP4 192.0.2.77\r\n')).agreed?.remoteHost).toBe('192.0.2.77');
  const { sdp } = makeAnswer(
    startOfferAnswer(7),
    { host: '2001:db8::1', port: 2 },
    offerOf(audio('m=audio 4000 RTP/AVP 0')),
  );
  expect(sdp.toString()).toContain('c=IN IP6 2001:db8::1');
});

describe('direction as RFC 3264 section 6.1 has it', () => {
  test.each([
    ['sendrecv', '192.0.2.9', 'sendrecv'],
    ['sendonly', '192.0.2.9', 'recvonly'],
    ['recvonly', '192.0.2.9', 'sendonly'],
    ['inactive', '192.0.2.9', 'inactive'],
    ['sendrecv', '0.0.0.0', 'recvonly'],
    ['sendonly', '0.0.0.0', 'recvonly'],
    ['inactive', '0.0.0.0', 'inactive'],
  ])('%s at %s is answered %s', (offered, host, answered) => {
    const { sdp, agreed } = answerTo(audio(`m=audio 4000 RTP/AVP 0\r\na=${offered}\r\n`, host));
    expect(agreed?.direction).toBe(answered);
    expect(sdp).toContain(`a=${answered}\r\n`);
  });
});

describe('what cannot be answered', () => {
  test.each([
    ['only other codecs', audio('m=audio 4000 RTP/AVP 9 18\r\na=rtpmap:18 G729/8000\r\n'), 488],
    ['PCMU at another rate', audio('m=audio 4000 RTP/AVP 96\r\na=rtpmap:96 PCMU/16000\r\n'), 488],
    ['encrypted media', audio('m=audio 4000 RTP/SAVP 0\r\n'), 488],
    ['declined audio', audio('m=audio 0 RTP/AVP 0\r\n'), 488],
    ['no section', audio(''), 488],
    ['no address', 'v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n', 488],
    ['a section that cannot be read', audio('m=audio\r\nm=audio 4000 RTP/AVP 0\r\n'), 488],
    ['no session description', '<xml/>', 400],
  ])('%s', (_name, text, status) => {
    expect(readSdp(Buffer.from(text))).toMatchObject({ status });
  });
});

test('each description of ours has a higher version; a refused offer leaves what was agreed', () => {
  const first = makeOffer(startOfferAnswer(7), HERE, 'sendrecv');
  expect(first.sdp.toString()).toContain('o=- 7 8 IN IP4 192.0.2.1');
  expect(first.sdp.toString()).toContain('m=audio 20000 RTP/AVP 0 8 101');
  const agreed = takeAnswer(first.next, Buffer.from(audio('m=audio 4000 RTP/AVP 8\r\n')));
  if ('cause' in agreed) throw new Error(agreed.cause);
  expect(agreed).toMatchObject({ at: 'agreed', agreed: { codec: 'pcma', dtmfPayloadType: null } });
  const hold = makeOffer(agreed, HERE, 'sendonly');
  expect(hold.sdp.toString()).toContain('o=- 7 9 IN IP4 192.0.2.1');
  expect(dropOffer(hold.next)).toMatchObject({ at: 'agreed', agreed: agreed.agreed });
  expect(takeAnswer(hold.next, Buffer.from(audio('m=audio 4000 RTP/AVP 8\r\na=recvonly\r\n')))).toMatchObject({
    agreed: { direction: 'sendonly' },
  });
  expect(takeAnswer(hold.next, Buffer.from('nothing'))).toMatchObject({ status: 400 });
});

describe('Offer/answer: a session is offered anew (RFC 3264 section 8)', () => {
  const answered = (text: string) => makeAnswer(startOfferAnswer(7), HERE, offerOf(text)).next;
  const lines = (sdp: Buffer): string[] =>
    sdp
      .toString()
      .match(/^m=.*$/gm)
      ?.map((line) => line.trim()) ?? [];
  const version = (sdp: Buffer): string => /^o=- 7 (\d+)/m.exec(sdp.toString())?.[1] ?? '';

  test('with as many sections as it has, in their order, those declined still declined', () => {
    const video = 'm=video 5000 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n';
    const state = answered(audio(`${video}m=audio 4000 RTP/AVP 0\r\nm=image 5002 udptl t38\r\n`));
    const hold = makeOffer(state, HERE, 'sendonly');
    expect(lines(hold.sdp)).toEqual(['m=video 0 RTP/AVP 96', 'm=audio 20000 RTP/AVP 0 8 101', 'm=image 0 udptl t38']);
    const taken = takeAnswer(
      hold.next,
      Buffer.from(audio(`${video}m=audio 4000 RTP/AVP 0\r\nm=image 0 udptl t38\r\n`)),
    );
    if ('cause' in taken) throw new Error(taken.cause);
    expect(lines(makeOffer(taken, HERE, 'sendrecv').sdp)).toHaveLength(3);
    // They add a section: from then on there are four.
    const more = audio(`${video}m=audio 4000 RTP/AVP 0\r\nm=image 0 udptl t38\r\nm=text 5004 RTP/AVP 98\r\n`);
    expect(lines(makeOffer(makeAnswer(taken, HERE, offerOf(more)).next, HERE, 'sendrecv').sdp)).toHaveLength(4);
  });

  test('the version of `o=` grows by one with what differs, and stays with what does not', () => {
    const first = makeOffer(startOfferAnswer(7), HERE, 'sendrecv');
    const body = Buffer.from(audio('m=audio 4000 RTP/AVP 0\r\n'));
    const agreed = takeAnswer(first.next, body);
    if ('cause' in agreed) throw new Error(agreed.cause);
    const refresh = makeOffer(agreed, HERE, 'sendrecv');
    expect(refresh.sdp).toEqual(first.sdp);
    const hold = makeOffer(refresh.next, HERE, 'sendonly');
    const back = makeOffer(hold.next, HERE, 'sendrecv');
    const moved = makeOffer(back.next, { host: '192.0.2.2', port: 20_000 }, 'sendrecv');
    expect([first, refresh, hold, back, moved].map(({ sdp }) => version(sdp))).toEqual(['8', '8', '9', '10', '11']);
  });
});
