import { address, naptr, openDnsServer, srv, type DnsServer } from '#fakes/dns-server.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Protocol } from '../transport/transport.ts';
import { openDns } from './dns.ts';
import { ANY_WAY, locator, type Way } from './locate.ts';

let dns: DnsServer;
let now: number;
let find: (uri: string, way?: Partial<Way>) => Promise<string[] | string>;

const targetsBy = (speaks: (protocol: Protocol) => boolean) => {
  const locate = locator({ records: openDns([dns.where], () => now), family: 4, speaks, random: () => 0 });
  return (uri: string, way: Partial<Way> = {}): Promise<string[] | string> =>
    new Promise((resolve) => {
      const name = (one: { protocol: string; address: string; port: number; trust?: { serverName: string } }): string =>
        `${one.protocol} ${one.address}:${one.port}${one.trust ? ` as ${one.trust.serverName}` : ''}`;
      locate(uri, { ...ANY_WAY, ...way }, (targets) => resolve(targets.map(name)), resolve);
    });
};

beforeEach(async () => {
  now = 0;
  dns = await openDnsServer();
  find = targetsBy(() => true);
});
afterEach(() => dns[Symbol.asyncDispose]());

const CARRIER = [
  naptr('carrier.example', 10, 'SIPS+D2T', '_sips._tcp.carrier.example'),
  naptr('carrier.example', 20, 'SIP+D2U', '_sip._udp.carrier.example'),
  srv('_sips._tcp.carrier.example', 5061, 'a.carrier.example', { priority: 1 }),
  srv('_sip._udp.carrier.example', 5080, 'b.carrier.example', { priority: 20 }),
  srv('_sip._udp.carrier.example', 5070, 'a.carrier.example', { priority: 10 }),
  address('a.carrier.example', '192.0.2.1'),
  address('b.carrier.example', '192.0.2.2'),
  address('b.carrier.example', '192.0.2.3'),
  address('carrier.example', '192.0.2.9'),
];
const UDP = ['UDP 192.0.2.1:5070', 'UDP 192.0.2.2:5080', 'UDP 192.0.2.3:5080'];

describe('where a request goes (RFC 3263 section 4)', () => {
  test('NAPTR, then SRV, then addresses; what the domain likes best first', async () => {
    dns.zone = CARRIER;
    expect(await find('sip:1@carrier.example')).toEqual(['TLS 192.0.2.1:5061 as carrier.example', ...UDP]);
    expect(await targetsBy((one) => one === 'UDP')('sip:1@carrier.example')).toEqual(UDP);
  });

  test.each([
    ['sip:1@carrier.example;transport=udp', {}, UDP],
    ['sip:1@carrier.example', { protocol: 'UDP' as const }, UDP],
    ['sip:1@carrier.example;transport=TCP', {}, ['TCP 192.0.2.9:5060']],
    ['sip:1@carrier.example:5090', {}, ['UDP 192.0.2.9:5090']],
    ['sip:1@carrier.example:5090', { protocol: 'TLS' as const }, ['TLS 192.0.2.9:5090 as carrier.example']],
    ['sips:1@carrier.example', {}, ['TLS 192.0.2.1:5061 as carrier.example']],
    ['sips:1@carrier.example;transport=tcp', {}, ['TLS 192.0.2.1:5061 as carrier.example']],
    ['sip:1@192.0.2.7', {}, ['UDP 192.0.2.7:5060']],
    ['sip:1@[2001:db8::7]:5070;transport=tcp', {}, ['TCP 2001:db8::7:5070']],
    ['sips:1@192.0.2.7', {}, ['TLS 192.0.2.7:5061 as 192.0.2.7']],
    [
      'sip:1@192.0.2.7',
      { protocol: 'TLS' as const, domain: 'carrier.example' },
      ['TLS 192.0.2.7:5061 as carrier.example'],
    ],
    ['sips:1@carrier.example', { serverName: 'sbc.example' }, ['TLS 192.0.2.1:5061 as sbc.example']],
  ])('%s %j', async (uri, way, targets) => {
    dns.zone = CARRIER;
    expect(await find(uri, way)).toEqual(targets);
  });

  test.each([
    ['tel:+15550100', 'not a sip URI'],
    ['sip:1@carrier.example;transport=sctp', 'a transport that is not spoken here: sctp'],
    ['sips:1@carrier.example;transport=udp', 'a transport that is not spoken here: udp'],
    ['sip:1@nowhere.example', 'the name of the next hop, nowhere.example, was not found'],
  ])('%s: %s', async (uri, cause) => {
    expect(await find(uri)).toContain(cause);
  });

  test('without NAPTR the services are asked for one by one, without SRV the address', async () => {
    dns.zone = [
      srv('_sip._tcp.carrier.example', 5060, 'a.carrier.example'),
      srv('_sip._udp.carrier.example', 5060, 'a.carrier.example'),
      ...CARRIER.filter(({ type }) => type === 'A'),
    ];
    expect(await find('sip:1@carrier.example')).toEqual(['UDP 192.0.2.1:5060', 'TCP 192.0.2.1:5060']);
    dns.zone = [address('plain.example', '192.0.2.8')];
    expect(await find('sip:1@plain.example')).toEqual(['UDP 192.0.2.8:5060']);
  });

  test('a service that SRV says is not offered is not tried by its address (RFC 2782)', async () => {
    dns.zone = [srv('_sip._udp.carrier.example', 0, '.'), address('carrier.example', '192.0.2.9')];
    expect(await find('sip:1@carrier.example;transport=udp')).toContain('was not found');
  });

  test('a name without a dot is looked up as it is', async () => {
    dns.zone = [address('pbx', '192.0.2.20'), srv('_sip._udp.pbx', 9, 'pbx')];
    expect(await find('sip:1@pbx')).toEqual(['UDP 192.0.2.20:5060']);
    expect(dns.asked).toEqual(['A pbx']);
  });

  test('one target that has no address does not take the others with it', async () => {
    dns.zone = [
      srv('_sip._udp.carrier.example', 5060, 'gone.example', { priority: 1 }),
      srv('_sip._udp.carrier.example', 5060, 'a.carrier.example', { priority: 2 }),
      address('a.carrier.example', '192.0.2.1'),
    ];
    expect(await find('sip:1@carrier.example;transport=udp')).toEqual(['UDP 192.0.2.1:5060']);
  });
});

describe('asking DNS', () => {
  const one = (): Promise<string[] | string> => find('sip:1@carrier.example;transport=udp');

  test('answers are kept as long as they say, and when nobody can be asked, a day longer (RFC 8767)', async () => {
    const zone = (to: string) => [
      srv('_sip._udp.carrier.example', 5060, 'a.example', { ttl: 60 }),
      address('a.example', to, 20),
    ];
    dns.zone = zone('192.0.2.1');
    expect(await one()).toEqual(['UDP 192.0.2.1:5060']);
    dns.zone = zone('192.0.2.2');
    now = 19_000;
    expect(await one()).toEqual(['UDP 192.0.2.1:5060']);
    expect(dns.asked).toEqual(['SRV _sip._udp.carrier.example', 'A a.example']);
    now = 21_000;
    expect(await one()).toEqual(['UDP 192.0.2.2:5060']);
    expect(dns.asked).toHaveLength(3);
    dns.mood = 'fails';
    now = 3_600_000;
    expect(await one()).toEqual(['UDP 192.0.2.2:5060']);
    now += 2 * 86_400_000;
    expect(await one()).toContain('SERVFAIL');
    const asked = dns.asked.length;
    expect(await one()).toContain('SERVFAIL');
    expect(dns.asked).toHaveLength(asked);
    dns.mood = 'answers';
    now += 61_000;
    expect(await one()).toEqual(['UDP 192.0.2.2:5060']);
  });

  test('many at once ask once', async () => {
    dns.zone = CARRIER;
    expect(new Set((await Promise.all(Array.from({ length: 20 }, one))).flat())).toEqual(new Set(UDP));
    expect(dns.asked).toHaveLength(3);
  });

  test('an answer too long for UDP is fetched by TCP (RFC 7766)', async () => {
    dns.zone = CARRIER;
    dns.mood = 'truncates';
    expect(await one()).toEqual(UDP);
    expect(dns.asked.slice(0, 2)).toEqual(['SRV _sip._udp.carrier.example', 'SRV _sip._udp.carrier.example by TCP']);
  });

  test('a server that answers another question is passed over for the next', async () => {
    await using second = await openDnsServer(CARRIER);
    dns.mood = 'lies';
    const locate = locator({
      records: openDns([dns.where, second.where], () => now),
      family: 4,
      speaks: () => true,
      random: () => 0,
    });
    const found = await new Promise((resolve) =>
      locate('sip:1@a.carrier.example:5060', ANY_WAY, (targets) => resolve(targets[0].address), resolve),
    );
    expect(found).toBe('192.0.2.1');
  });
});
