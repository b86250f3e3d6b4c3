import { createSocket } from 'node:dgram';
import { describe, expect, test } from 'vitest';
import { isPilotError } from '#shared/errors.ts';
import { parseMessage } from '../parse/reader.ts';
import type { SipRequest } from '../parse/message.ts';
import { peerFilter } from './peers.ts';
import { returnPath, stampSource } from './return-path.ts';
import { openUdp } from './udp.ts';

const SOURCE = { address: '198.51.100.7', port: 40_000, protocol: 'UDP' } as const;
const request = (via: string): SipRequest => {
  const text = `OPTIONS sip:192.0.2.1 SIP/2.0\nVia: ${via}\nVia: SIP/2.0/UDP 203.0.113.1;branch=z9hG4bKb\nFrom: <sip:a@h>;tag=1\nTo: <sip:192.0.2.1>\nCall-ID: c\nCSeq: 1 OPTIONS\n\n`;
  const parsed = parseMessage(Buffer.from(text.replaceAll('\n', '\r\n')));
  if (!parsed.ok || parsed.message.kind !== 'request') throw new Error('not a request');
  return parsed.message;
};

describe('the way back', () => {
  test.each([
    [
      'SIP/2.0/UDP 10.0.0.5:5062;rport;branch=z9hG4bKa',
      'SIP/2.0/UDP 10.0.0.5:5062;rport=40000;branch=z9hG4bKa;received=198.51.100.7',
      40_000,
    ],
    [
      'SIP/2.0/UDP 10.0.0.5:5062;branch=z9hG4bKa',
      'SIP/2.0/UDP 10.0.0.5:5062;branch=z9hG4bKa;received=198.51.100.7',
      5062,
    ],
    ['SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKa', 'SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKa', 5060],
    [
      'SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKa;maddr=203.0.113.9',
      'SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKa;maddr=203.0.113.9',
      5060,
    ],
    [
      'SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKa;received=203.0.113.9;rport',
      'SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKa;received=198.51.100.7;rport=40000',
      40_000,
    ],
  ])('%s', (via, stamped, port) => {
    const one = request(via);
    stampSource(one, SOURCE);
    expect(one.headers.all('via')).toEqual([stamped, 'SIP/2.0/UDP 203.0.113.1;branch=z9hG4bKb']);
    expect(returnPath(one, SOURCE)).toEqual({ address: '198.51.100.7', port, protocol: 'UDP' });
  });
});

test('only the addresses allowed may speak', () => {
  const may = peerFilter(['192.0.2.10', '198.51.100.0/24', '2001:db8::/32']);
  const tried = [
    '192.0.2.10',
    '::ffff:192.0.2.10',
    '198.51.100.200',
    '2001:db8::5',
    '192.0.2.11',
    '2001:db9::5',
    'nonsense',
  ];
  expect(tried.map(may)).toEqual([true, true, true, true, false, false, false]);
  expect(peerFilter()('127.0.0.1')).toBe(true);
  expect(peerFilter()('192.0.2.1')).toBe(false);
});

test.each(['trunk.example', '192.0.2.1/33', '192.0.2.0/', '1.2.3.4/8/9', ''])('%j is no peer', (entry) => {
  expect(() => peerFilter([entry])).toThrow(JSON.stringify(entry));
});

test('a taken port is named with the way out', async () => {
  const holder = createSocket('udp4');
  await new Promise<void>((resolve) => {
    holder.bind(0, '127.0.0.1', resolve);
  });
  const { port } = holder.address();
  const error: unknown = await openUdp('127.0.0.1', port).then(
    () => null,
    (reason: unknown) => reason,
  );
  holder.close();
  if (!isPilotError(error)) throw new Error('no PilotError');
  expect(error.code).toBe('sip_port_taken');
  expect(error.message).toContain(`127.0.0.1:${port}`);
  expect(error.fix).toContain('sip.port');
});

test('an address this machine lacks is named', async () => {
  await expect(openUdp('192.0.2.1', 0)).rejects.toMatchObject({ code: 'sip_address_missing' });
});
