import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { digestResponse, parseAlgorithm, type DigestInput } from './digest.ts';

const algorithm = (name: string) => parseAlgorithm(name) ?? { hash: 'MD5' as const, session: false };
const rfc7616: DigestInput = {
  algorithm: algorithm('MD5'),
  user: 'Mufasa',
  password: 'Circle of Life',
  realm: 'http-auth@example.org',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  method: 'GET',
  uri: '/dir/index.html',
  qop: 'auth',
  count: '00000001',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};

test('RFC 7616 section 3.9.1, MD5 and SHA-256', () => {
  expect(digestResponse(rfc7616)).toBe('8ca523f5e9506fed4657c9700eebdbec');
  expect(digestResponse({ ...rfc7616, algorithm: algorithm('SHA-256') })).toBe(
    '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
  );
});

test('RFC 2617 section 3.5', () => {
  const input: DigestInput = {
    ...rfc7616,
    password: 'Circle Of Life',
    realm: 'testrealm@host.com',
    nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
    cnonce: '0a4f113b',
  };
  expect(digestResponse(input)).toBe('6629fae49393a05397450978507c4ef1');
});

test('without qop neither count nor cnonce matters; -sess binds the secret to both nonces', () => {
  const old = { ...rfc7616, qop: null };
  expect(digestResponse(old)).toBe(digestResponse({ ...old, count: '00000009', cnonce: 'x' }));
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const secret = md5(`${rfc7616.user}:${rfc7616.realm}:${rfc7616.password}`);
  expect(digestResponse(old)).toBe(md5(`${secret}:${rfc7616.nonce}:${md5('GET:/dir/index.html')}`));
  const bound = md5(`${secret}:${rfc7616.nonce}:${rfc7616.cnonce}`);
  expect(digestResponse({ ...rfc7616, algorithm: algorithm('md5-sess') })).toBe(
    md5(`${bound}:${rfc7616.nonce}:00000001:${rfc7616.cnonce}:auth:${md5('GET:/dir/index.html')}`),
  );
});

test('algorithms not known', () => {
  expect(parseAlgorithm('AKAv1-MD5')).toBeNull();
  expect(parseAlgorithm('SHA-1')).toBeNull();
  expect(parseAlgorithm('sha-256')).toEqual({ hash: 'SHA-256', session: false });
});
