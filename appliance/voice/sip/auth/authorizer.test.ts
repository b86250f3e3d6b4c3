import { expect, test } from 'vitest';
import { Headers } from '../parse/headers.ts';
import type { SipResponse } from '../parse/message.ts';
import { Authorizer } from './authorizer.ts';

const REGISTER = { method: 'REGISTER', uri: 'sip:trunk.example' };
const refusal = (status: 401 | 407, ...challenges: string[]): SipResponse => ({
  kind: 'response',
  status,
  reason: '',
  headers: Headers.of({ [status === 407 ? 'proxy-authenticate' : 'www-authenticate']: challenges }),
  body: Buffer.alloc(0),
});
const fresh = (): Authorizer => new Authorizer({ user: 'box', password: 'not a secret' }, () => 'c1');
const field = (line: string | undefined, name: string): string =>
  new RegExp(`[ ,]${name}="?([^",]*)`).exec(line ?? '')?.[1] ?? '';

test('nothing is sent unasked; then each request counts the nonce up', () => {
  const auth = fresh();
  expect(auth.fields(REGISTER)).toEqual({});
  expect(auth.begin().again(refusal(401, 'Digest realm="r", nonce="n", qop="auth,auth-int", opaque="o"'))).toBe(true);
  const [first] = auth.fields(REGISTER)['authorization'] ?? [];
  expect(first).toMatch(
    /^Digest username="box", realm="r", nonce="n", uri="sip:trunk.example", response="[\da-f]{32}", qop=auth, nc=00000001, cnonce="c1", opaque="o"$/,
  );
  const [second] = auth.fields({ ...REGISTER, method: 'BYE' })['authorization'] ?? [];
  expect(field(second, 'nc')).toBe('00000002');
  expect(field(second, 'response')).not.toBe(field(first, 'response'));
});

test('of several algorithms the first known one of each realm is taken (RFC 8760)', () => {
  const auth = fresh();
  const again = auth
    .begin()
    .again(
      refusal(
        401,
        'Digest realm="r", nonce="a", algorithm=SHA3-256, qop="auth"',
        'Digest realm="r", nonce="b", algorithm=SHA-256, qop="auth"',
        'Digest realm="r", nonce="c", algorithm=MD5, qop="auth"',
      ),
    );
  expect(again).toBe(true);
  const lines = auth.fields(REGISTER)['authorization'] ?? [];
  expect(lines).toHaveLength(1);
  expect(field(lines[0], 'nonce')).toBe('b');
  expect(field(lines[0], 'algorithm')).toBe('SHA-256');
  expect(field(lines[0], 'response')).toHaveLength(64);
});

test('a proxy and the far end, each with a realm of its own', () => {
  const auth = fresh();
  const attempt = auth.begin();
  expect(attempt.again(refusal(407, 'Digest realm="edge", nonce="p"'))).toBe(true);
  expect(attempt.again(refusal(401, 'Digest realm="home", nonce="h"'))).toBe(true);
  const fields = auth.fields(REGISTER);
  expect(field(fields['proxy-authorization']?.[0], 'realm')).toBe('edge');
  expect(field(fields['authorization']?.[0], 'realm')).toBe('home');
  // An old server names no qop: no count is sent.
  expect(fields['authorization']?.[0]).not.toMatch(/qop|nc=|cnonce/);
});

test('a second refusal means a wrong password; stale means a fresh nonce, but not for ever', () => {
  const wrong = fresh().begin();
  expect(wrong.again(refusal(401, 'Digest realm="r", nonce="1"'))).toBe(true);
  expect(wrong.again(refusal(401, 'Digest realm="r", nonce="2"'))).toBe(false);
  const auth = fresh();
  const attempt = auth.begin();
  expect(attempt.again(refusal(401, 'Digest realm="r", nonce="1", qop="auth"'))).toBe(true);
  expect(attempt.again(refusal(401, 'Digest realm="r", nonce="2", qop="auth", stale=TRUE'))).toBe(true);
  const [line] = auth.fields(REGISTER)['authorization'] ?? [];
  expect([field(line, 'nonce'), field(line, 'nc')]).toEqual(['2', '00000001']);
  const stale = (nonce: number) => attempt.again(refusal(401, `Digest realm="r", nonce="${nonce}", stale=true`));
  expect([stale(3), stale(4), stale(5)]).toEqual([true, true, false]);
});

test('a remembered nonce refused without stale is tried once more in the next request', () => {
  const auth = fresh();
  auth.begin().again(refusal(401, 'Digest realm="r", nonce="1"'));
  const later = auth.begin();
  expect(later.again(refusal(401, 'Digest realm="r", nonce="2"'))).toBe(true);
  expect(later.again(refusal(401, 'Digest realm="r", nonce="3"'))).toBe(false);
});

test.each([
  ['Basic realm="r"'],
  ['Digest realm="r"'],
  ['Digest realm="r", nonce="n", algorithm=AKAv1-MD5'],
  ['Digest realm="r", nonce="n", qop="auth-int"'],
])('%s cannot be answered', (challenge) => {
  expect(fresh().begin().again(refusal(401, challenge))).toBe(false);
});
