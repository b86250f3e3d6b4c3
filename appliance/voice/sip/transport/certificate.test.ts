import { copyFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAuthority, type Authority, type Issued } from '#fakes/certificates.ts';
import { handTimers } from '#fakes/hand-timers.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { openCertificate, readCertificates, type Certificate } from './certificate.ts';

let authority: Authority;
let first: Issued;
let second: Issued;
const timers = handTimers();
const now = (): number => Date.now();

beforeAll(async () => {
  authority = await openAuthority();
  first = await authority.issue('first', ['DNS:box.example'], 30);
  second = await authority.issue('second', ['DNS:box.example'], 60);
});
afterAll(() => authority[Symbol.asyncDispose]());

const open = (cert: string, key: string): Certificate =>
  openCertificate({ cert, key }, { timers, now, log: silentLog() });

test('what is missing, no certificate, or of another key is named with the setting and the way out', () => {
  const nothing = join(authority.folder, 'nothing.pem');
  expect(() => open(nothing, first.keyFile)).toThrow(`sip.tls.cert: ${nothing} cannot be read`);
  expect(() => open(first.certFile, nothing)).toThrow(`sip.tls.key: ${nothing} cannot be read`);
  expect(() => open(first.keyFile, first.keyFile)).toThrow('sip.tls.cert: ');
  expect(() => open(first.certFile, second.keyFile)).toThrow('does not fit');
  expect(() => readCertificates('sip.trunks.0.tls.ca', first.keyFile)).toThrow('sip.trunks.0.tls.ca: ');
  expect(readCertificates('sip.trunks.0.tls.ca', authority.caFile)).toBe(authority.ca);
});

test('a renewed certificate is taken up within 30 s, a half-renewed one is not', async () => {
  const [cert, key] = [join(authority.folder, 'live.pem'), join(authority.folder, 'live.key')];
  copyFileSync(first.certFile, cert);
  copyFileSync(first.keyFile, key);
  const one = open(cert, key);
  const before = one.context();
  const days = (): number => Math.round((one.validUntil() - now()) / 86_400_000);
  expect(days()).toBe(30);
  writeFileSync(cert, second.cert);
  await timers.advance(31_000);
  expect([days(), one.context()]).toEqual([30, before]);
  writeFileSync(key, second.key);
  utimesSync(key, new Date(), new Date());
  await timers.advance(31_000);
  expect(days()).toBe(60);
  expect(one.context()).not.toBe(before);
  rmSync(cert);
  await timers.advance(31_000);
  expect(days()).toBe(60);
  one.close();
  expect(timers.pending()).toBe(0);
});

test('one that has run out is used, and its end is known', async () => {
  const old = await authority.issue('old', ['DNS:box.example'], -1);
  const one = open(old.certFile, old.keyFile);
  expect(one.validUntil()).toBeLessThan(now());
  one.close();
});
