import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameMedia, type MediaTerms, type SrtpPolicy } from './media.ts';
import { dropOffer, makeAnswer, makeOffer, startOfferAnswer, takeAnswer, type OfferAnswer } from './offer-answer.ts';
import { readSdp } from './sdp-reader.ts';

const HERE = { host: '192.0.2.1', port: 20_000 };
const KEY = 'd0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj';
const OTHER = 'NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj';
const _80 = (tag: number, key = KEY): string => `a=crypto:${tag} AES_CM_128_HMAC_SHA1_80 inline:${key}\r\n`;
const _32 = (tag: number, key = KEY): string => `a=crypto:${tag} AES_CM_128_HMAC_SHA1_32 inline:${key}|2^31\r\n`;
const F8 = `a=crypto:1 F8_128_HMAC_SHA1_80 inline:${KEY}\r\n`;

const sdp = (rest: string): Buffer =>
  Buffer.from(`v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n${rest}`);
const savp = (lines: string): Buffer => sdp(`m=audio 4000 RTP/SAVP 0\r\n${lines}`);
const avp = (lines = ''): Buffer => sdp(`m=audio 4000 RTP/AVP 0\r\n${lines}`);

const terms = (srtp: SrtpPolicy): MediaTerms => ({ codecs: ['pcmu', 'pcma'], srtp, carrier: [] });
const start = (srtp: SrtpPolicy): OfferAnswer => startOfferAnswer(7, terms(srtp));
const answer = (state: OfferAnswer, offer: Buffer) => {
  const read = readSdp(offer, state.terms);
  if ('cause' in read) return { refused: read, next: state, text: '', keys: [] };
  const { next, sdp: text } = makeAnswer(state, HERE, read);
  return { refused: null, next, text: text.toString(), keys: keysIn(text) };
};
const keysIn = (text: Buffer): string[] => [...text.toString().matchAll(/inline:(\S+)/g)].map(([, key = '']) => key);
const m = (text: string): string[] => text.match(/^m=.*$/gm)?.map((line) => line.trim()) ?? [];
const take = (state: OfferAnswer, body: Buffer): OfferAnswer => {
  const taken = takeAnswer(state, body);
  if ('cause' in taken) throw new Error(taken.cause);
  return taken;
};

describe('SRTP SDES: answers (RFC 4568 sections 5.1.2, 7.1.2)', () => {
  test.each(['required', 'offered'] as const)('RTP/SAVP is answered by RTP/SAVP with a key of ours: %s', (policy) => {
    const { next, text, keys } = answer(start(policy), savp(_80(3)));
    expect(m(text)).toEqual(['m=audio 20000 RTP/SAVP 0']);
    expect(text).toMatch(/^a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:[A-Za-z0-9+/]{40}\r$/m);
    expect(keys[0]).not.toBe(KEY);
    expect(next.agreed?.srtp?.theirs.tell()).toBe(KEY);
    expect(next.agreed?.srtp?.ours.tell()).toBe(keys[0]);
  });

  test('of several lines the first that we speak is taken, under its tag', () => {
    const { next, text } = answer(start('offered'), savp(F8 + _32(7) + _80(8)));
    expect(text.match(/a=crypto:.* /g)).toEqual(['a=crypto:7 AES_CM_128_HMAC_SHA1_32 ']);
    expect(next.agreed?.srtp?.suite).toBe('AES_CM_128_HMAC_SHA1_32');
  });

  test('a line with a session parameter we do not know is passed over, not the section', () => {
    const odd = _80(1).trimEnd().concat(' X=1\r\n');
    expect(answer(start('offered'), savp(odd + _80(2))).text).toContain('a=crypto:2 ');
    expect(answer(start('offered'), savp(odd)).refused?.status).toBe(488);
  });

  test('keys in RTP/AVP (best effort) are answered there', () => {
    const { text, next } = answer(start('required'), avp(_80(1)));
    expect(m(text)).toEqual(['m=audio 20000 RTP/AVP 0']);
    expect(next.agreed?.srtp).not.toBeNull();
    const off = answer(start('off'), avp(_80(1)));
    expect([off.next.agreed?.srtp, off.keys]).toEqual([null, []]);
  });

  test('of an encrypted section and one in the clear, each trunk takes its own', () => {
    const both = sdp(`m=audio 4000 RTP/AVP 0\r\nm=audio 4002 RTP/SAVP 0\r\n${_80(1)}`);
    expect(m(answer(start('offered'), both).text)).toEqual(['m=audio 0 RTP/AVP 0', 'm=audio 20000 RTP/SAVP 0']);
    expect(m(answer(start('off'), both).text)).toEqual(['m=audio 20000 RTP/AVP 0', 'm=audio 0 RTP/SAVP 0']);
  });

  test.each([
    ['required', avp(), 'SRTP is required'],
    ['required', savp(F8), 'no crypto attribute'],
    ['offered', savp(''), 'no crypto attribute'],
    ['off', savp(_80(1)), 'SRTP is off'],
  ] as const)('488 where nothing fits: %s', (policy, offer, cause) => {
    const { refused } = answer(start(policy), offer);
    expect(refused).toMatchObject({ status: 488, cause: expect.stringContaining(cause) });
    expect(refused?.cause).not.toContain(KEY);
  });
});

test('no description makes it throw, and no refusal tells a key', () => {
  const whole = savp(_80(1) + _32(2)).toString();
  const place = fc.nat(whole.length);
  fc.assert(
    fc.property(place, fc.nat(12), fc.string({ maxLength: 8 }), (at, length, put) => {
      const read = readSdp(Buffer.from(whole.slice(0, at) + put + whole.slice(at + length)), terms('required'));
      if ('cause' in read) expect(read.cause).not.toContain(KEY.slice(0, 6));
      else expect(read.audio.crypto.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

describe('SRTP SDES: our offers (RFC 4568 sections 5.1.1, 7.1.1, 7.1.3)', () => {
  test.each([
    ['required', 'RTP/SAVP', 2],
    ['offered', 'RTP/AVP', 2],
    ['off', 'RTP/AVP', 0],
  ] as const)('%s: %s, %i keys of their own', (policy, profile, count) => {
    const { sdp: text } = makeOffer(start(policy), HERE, 'sendrecv');
    expect(m(text.toString())).toEqual([`m=audio 20000 ${profile} 0 8 101`]);
    expect(new Set(keysIn(text)).size).toBe(count);
  });

  test('the answer takes one of them; its key is the far end’s, ours is the one under that tag', () => {
    const offer = makeOffer(start('required'), HERE, 'sendrecv');
    const { agreed } = take(offer.next, savp(_32(2)));
    expect(agreed?.srtp?.suite).toBe('AES_CM_128_HMAC_SHA1_32');
    expect(agreed?.srtp?.ours.tell()).toBe(keysIn(offer.sdp)[1]);
    expect(agreed?.srtp?.theirs.tell()).toBe(KEY);
  });

  test.each([
    ['a tag that was not offered', savp(_80(5))],
    ['another suite under a tag', savp(_32(1))],
    ['none where one is required', avp()],
    ['RTP/SAVP without a key', savp('')],
  ])('refused: %s', (_, body) => {
    const { next } = makeOffer(start('required'), HERE, 'sendrecv');
    expect(takeAnswer(next, body)).toMatchObject({ status: 488 });
  });

  test('who knows no SRTP answers a best-effort offer in the clear', () => {
    const { next } = makeOffer(start('offered'), HERE, 'sendrecv');
    expect(take(next, avp()).agreed?.srtp).toBeNull();
  });
});

describe('SRTP SDES: re-INVITE and rekey (RFC 4568 section 7.1.4)', () => {
  test('our offers keep the key that holds: hold and resume change nothing but the direction', () => {
    const { next, keys } = answer(start('required'), savp(_80(4)));
    const hold = makeOffer(next, HERE, 'sendonly');
    expect([m(hold.sdp.toString()), keysIn(hold.sdp)]).toEqual([['m=audio 20000 RTP/SAVP 0 8 101'], keys]);
    expect(hold.sdp.toString()).toContain('a=crypto:4 ');
    const held = take(hold.next, savp(`${_80(4)}a=recvonly\r\n`));
    expect(held.agreed?.srtp?.ours.tell()).toBe(keys[0]);
    const refused = dropOffer(makeOffer(held, HERE, 'sendrecv').next);
    expect(sameMedia(refused.agreed ?? next.agreed!, held.agreed)).toBe(true);
  });

  test('their key again keeps ours; another of theirs, or another suite, brings another of ours', () => {
    const first = answer(start('required'), savp(_80(1)));
    const again = answer(first.next, savp(_80(2)));
    expect(again.keys).toEqual(first.keys);
    expect(again.text).toContain('a=crypto:2 ');
    const rekeyed = answer(again.next, savp(_80(1, OTHER)));
    expect(rekeyed.keys).not.toEqual(first.keys);
    expect(rekeyed.next.agreed && sameMedia(rekeyed.next.agreed, again.next.agreed)).toBe(false);
    const suite = answer(rekeyed.next, savp(_32(1, OTHER)));
    expect(suite.keys).not.toEqual(rekeyed.keys);
  });

  test('a key of ours that was in use before the clear does not come back', () => {
    const sealed = answer(start('offered'), savp(_80(1)));
    const clear = take(makeOffer(sealed.next, HERE, 'sendonly').next, avp());
    const again = makeOffer(clear, HERE, 'sendrecv');
    expect([keysIn(again.sdp).length, keysIn(again.sdp).includes(sealed.keys[0] ?? '')]).toEqual([2, false]);
    // Where none was ever in use, the description stays as it was.
    const offered = makeOffer(start('offered'), HERE, 'sendrecv');
    expect(makeOffer(take(offered.next, avp()), HERE, 'sendrecv').sdp).toEqual(offered.sdp);
  });

  test('sound may go to the clear and back where that is allowed, never where it is required', () => {
    const sealed = answer(start('offered'), savp(_80(1)));
    const clear = answer(sealed.next, avp());
    expect([clear.next.agreed?.srtp, clear.keys]).toEqual([null, []]);
    expect(answer(clear.next, savp(_80(1, OTHER))).next.agreed?.srtp).not.toBeNull();
    expect(answer(answer(start('required'), savp(_80(1))).next, avp()).refused?.status).toBe(488);
  });
});
