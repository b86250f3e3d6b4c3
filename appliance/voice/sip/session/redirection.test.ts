import { expect, test } from 'vitest';
import { Headers } from '../parse/headers.ts';
import type { SipResponse } from '../parse/message.ts';
import { Redirection } from './redirection.ts';

const moved = (...contacts: string[]): SipResponse => ({
  kind: 'response',
  status: 302,
  reason: 'Moved Temporarily',
  headers: Headers.of({ contact: contacts }),
  body: Buffer.alloc(0),
});
const open = (): Redirection => new Redirection('sip:200@carrier.example', (address) => address === '192.0.2.7');
const all = (redirection: Redirection): string[] => {
  const uris: string[] = [];
  for (let uri = redirection.next(); uri !== null; uri = redirection.next()) uris.push(uri);
  return uris;
};

test('each Contact once, by its q, and never back to where the call came from', () => {
  const redirection = open();
  redirection.add(
    moved(
      '<sip:a@b.example>;q=0.5',
      '"B" <sip:b@b.example>',
      '<tel:+15551230000>',
      '<sip:200@carrier.example>',
      'junk',
    ),
  );
  expect(redirection.next()).toBe('sip:b@b.example');
  redirection.add(moved('<sip:c@b.example;method=REGISTER?subject=x>', '<sip:b@b.example>'));
  expect(all(redirection)).toEqual(['sip:c@b.example', 'sip:a@b.example']);
});

test('a circle of far ends comes to an end', () => {
  const redirection = open();
  let rung = 0;
  for (let uri: string | null = 'first'; uri !== null; uri = redirection.next()) {
    rung++;
    redirection.add(moved(`<sip:${rung}@b.example>`));
  }
  expect(rung).toBe(6);
});

test('only to the host that was rung, or to who may talk to us', () => {
  const redirection = open();
  const at = (address: string) => ({ address, port: 5060, protocol: 'UDP' }) as const;
  expect(redirection.mayGo('sip:1@Carrier.Example;x', [at('198.51.100.1')])).toBe(true);
  expect(redirection.mayGo('sip:1@other.example', [at('192.0.2.7')])).toBe(true);
  expect(redirection.mayGo('sip:1@other.example', [at('192.0.2.7'), at('198.51.100.1')])).toBe(false);
});
