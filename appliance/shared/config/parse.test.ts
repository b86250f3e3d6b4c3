import { describe, expect, test } from 'vitest';
import { isPilotError } from '../errors.ts';
import { parseConfig } from './parse.ts';

const failure = (text: string) => {
  try {
    parseConfig(text, '/etc/pilot.yaml');
  } catch (error) {
    if (isPilotError(error)) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
};

test('an empty file is the default: loopback, no mail, the data folder beside the file', () => {
  const config = parseConfig('', '/etc/pilot.yaml');
  expect(config.http).toEqual({ host: '127.0.0.1', port: 8080 });
  expect(config.sip.allowed).toEqual(['127.0.0.0/8']);
  expect(config.smtp).toBeNull();
  expect(config.dataFolder).toBe('/etc/data');
});

test('a wrong value is named with line and column', () => {
  const error = failure('http:\n  port: 8080\nsip:\n  port: seventy\n');
  expect(error.code).toBe('config_invalid');
  expect(error.message).toContain('/etc/pilot.yaml:4:9: sip.port');
});

test('an unknown setting is named with its place', () => {
  expect(failure('http:\n  prot: 80\n').message).toContain('/etc/pilot.yaml:2:9: http.prot: unknown setting prot');
});

test('broken YAML is named with its place', () => {
  const error = failure('http: [\n');
  expect(error.code).toBe('config_syntax');
  expect(error.message).toMatch(/pilot\.yaml:\d+:\d+/);
});

test('every wrong setting is listed at once', () => {
  const { message } = failure('http: {port: -1}\nsip: {max_calls: 0}\n');
  expect(message).toContain('http.port');
  expect(message).toContain('sip.max_calls');
});

describe('trunks', () => {
  const TRUNK = `sip:
  trunks:
    - name: main
      register: {server: sip.carrier.example, user: "15550100", password_env: TRUNK_PASSWORD}
      numbers: {"+15550100": plumbing}
`;

  test('TCP is listened for where a trunk uses it, TLS where there is a certificate; files lie beside the file', () => {
    const sip = (text: string) => parseConfig(`sip:\n${text}`, '/etc/pilot/pilot.yaml').sip;
    expect(sip('  port: 5060\n')).toMatchObject({ tcp: false, tls: null, dns: [] });
    const both = sip(`  tls: {cert: box.pem, key: /keys/box.key}
  trunks:
    - {name: a, server: sip.carrier.example, transport: tls, tls: {ca: ca.pem, server_name: carrier.example}}
    - {name: b, server: sip.carrier.example, transport: tcp}
`);
    expect(both).toMatchObject({ tcp: true, tls: { port: 5061, cert: '/etc/pilot/box.pem', key: '/keys/box.key' } });
    expect(both.trunks.map(({ srtp }) => srtp)).toEqual(['offered', 'off']);
    expect(both.trunks[0]?.tls).toEqual({ ca: '/etc/pilot/ca.pem', serverName: 'carrier.example' });
  });

  test('a registered one, with its defaults', () => {
    expect(parseConfig(TRUNK, '/etc/pilot.yaml').sip.trunks).toEqual([
      {
        name: 'main',
        register: { server: 'sip.carrier.example', user: '15550100', passwordEnv: 'TRUNK_PASSWORD', expires: 600 },
        hosts: [],
        transport: 'udp',
        tls: { ca: null, serverName: null },
        advertise: null,
        codecs: ['pcmu', 'pcma'],
        srtp: 'off',
        callerId: ['p-asserted-identity', 'remote-party-id', 'from'],
        numbers: { '+15550100': 'plumbing' },
        server: 'sip.carrier.example',
        shows: '15550100',
        transfer: 'bridge',
        referTo: 'sip',
        maxCalls: null,
        redirect: false,
        carrierFailover: null,
        shadow: false,
        quirks: [],
      },
    ]);
  });

  test.each([
    ['    - name: main\n', ':3:7: sip.trunks.0: needs register, or server or hosts'],
    ['    - name: a\n      server: s\n      tls: {ca: x}\n', 'sip.trunks.0.tls: is for transport: tls'],
    ['    - name: a\n      server: s\n      transport: tls\n', 'sip.trunks.0.transport: the carrier has to connect'],
    [
      '    - name: a\n      server: s\n      transport: tcp\n  tcp: false\n',
      ':5:18: sip.trunks.0.transport: the carrier',
    ],
    ['    - name: a\n      server: s\n      advertise: box.example\n', ':5:18: sip.trunks.0.advertise: box.example'],
    ['    - name: a\n      server: s\n  dns: [192.0.2.53, "[::1]:53", name]\n', ':5:33: sip.dns.2: name is no IP'],
    ['    - name: a\n      hosts: [192.0.2.1, 192.0.2.0/33]\n', ':4:26: sip.trunks.0.hosts.1: 192.0.2.0/33 is neither'],
    ['    - name: a\n      hosts: [192.0.2.1]\n      transport: carrier-pigeon\n', ':5:18: sip.trunks.0.transport'],
    ['    - name: a\n      hosts: [192.0.2.1]\n      codecs: [opus]\n', ':5:16: sip.trunks.0.codecs.0'],
    ['    - name: a\n      hosts: [192.0.2.1]\n      srtp: maybe\n', ':5:13: sip.trunks.0.srtp'],
    ['    - name: a\n      register: {server: s, user: u}\n', ':4:17: sip.trunks.0.register'],
    [
      '    - name: a\n      hosts: [::1]\n    - name: a\n      hosts: [192.0.2.1]\n',
      ':5:13: sip.trunks.1.name: another',
    ],
  ])('%j is refused with its place', (text, place) => {
    expect(failure(`sip:\n  trunks:\n${text}`).message).toContain(place);
  });
});

describe('lines beside SIP', () => {
  test('none is there unless its block is; an empty block has the defaults', () => {
    expect(parseConfig('', '/etc/pilot.yaml').streamLines).toEqual({ audiosocket: null, twilio: null });
    expect(parseConfig('lines: {audiosocket: {}}', '/etc/pilot.yaml').streamLines.audiosocket).toEqual({
      name: 'audiosocket',
      host: '127.0.0.1',
      port: 9092,
      callsPort: 9093,
      allowed: ['127.0.0.0/8'],
      maxCalls: 10,
      numbers: {},
    });
  });

  test('Twilio needs a public address by https, and numbers as the network writes them', () => {
    const twilio = (more: string) => `lines: {twilio: {public_url: "https://calls.example.com/box"${more}}}`;
    expect(parseConfig(twilio(''), '/etc/pilot.yaml').streamLines.twilio).toEqual({
      name: 'twilio',
      host: '127.0.0.1',
      port: 9094,
      maxCalls: 10,
      numbers: {},
      publicUrl: 'https://calls.example.com/box',
      authTokenEnv: 'TWILIO_AUTH_TOKEN',
      fallback: null,
    });
    expect(failure(twilio(', fallback: 5550142')).message).toContain('lines.twilio.fallback');
    expect(failure('lines: {twilio: {}}').message).toContain('public_url');
    for (const url of ['http://calls.example.com', 'https://calls.example.com/', 'https://calls.example.com/?a=1'])
      expect(failure(`lines: {twilio: {public_url: "${url}"}}`).message).toContain('lines.twilio.public_url');
  });

  test('an address that is none is named with its place', () => {
    expect(failure('lines:\n  audiosocket:\n    allowed: [127.0.0.1, pbx]\n').message).toMatch(
      /:3:26: lines\.audiosocket\.allowed\.1: pbx is neither an IP address nor a CIDR range/,
    );
  });
});

describe('transfer', () => {
  const TRUNKS = 'sip:\n  trunks:\n    - {name: main, hosts: [192.0.2.1], server: sip.carrier.example}\n';

  test('people by number and by address, with their defaults', () => {
    const text = `${TRUNKS}transfer:\n  to:\n    - {name: Dana, number: "+19375550111"}\n    - {name: Desk, address: "sip:desk@192.0.2.20", when: open, way: refer}\n`;
    expect(parseConfig(text, '/etc/pilot.yaml').transfer).toEqual({
      ringMs: 25_000,
      record: false,
      to: [
        { name: 'Dana', number: '+19375550111', address: null, trunk: 'main', way: null, when: 'always' },
        { name: 'Desk', number: null, address: 'sip:desk@192.0.2.20', trunk: null, way: 'refer', when: 'open' },
      ],
    });
    expect(parseConfig('', '/etc/pilot.yaml').transfer.to).toEqual([]);
  });

  test.each([
    ['{name: A}', 'transfer.to.0: needs a number or an address'],
    ['{name: A, number: "+19375550111", address: "sip:a@b"}', 'transfer.to.0: needs a number or an address'],
    ['{name: A, number: "+19375550111", trunk: spare}', 'transfer.to.0.trunk: there is no trunk spare'],
    ['{name: A, number: "call me"}', 'transfer.to.0.number'],
  ])('%s is refused', (person, message) => {
    expect(failure(`${TRUNKS}transfer:\n  to:\n    - ${person}\n`).message).toContain(message);
  });

  test('a number that no trunk can call is refused', () => {
    const text =
      'sip:\n  trunks:\n    - {name: main, hosts: [192.0.2.1]}\ntransfer:\n  to:\n    - {name: A, number: "911"}\n';
    expect(failure(text).message).toContain('transfer.to.0.number: no trunk can call it');
  });
});

test('language models: what is left out has a default, and each fault is named with its place', () => {
  const config = parseConfig('llm: {servers: [{model: "llama3.1:8b"}], budget_day: 0.5}', '/etc/pilot.yaml');
  expect(config.llm).toMatchObject({
    deadlineMs: 900,
    phrase: false,
    budgetDay: 500_000,
    servers: [{ name: 'model-1', kind: 'ollama', url: 'http://127.0.0.1:11434', parallel: 1, queue: 1 }],
  });
  expect(config.llm?.cache).toEqual({ entries: 500, ageMs: 3_600_000 });
  expect(parseConfig('llm: {servers: [{model: a}], cache_entries: 0}', '/etc/pilot.yaml').llm?.cache).toBeNull();
  expect(parseConfig('', '/etc/pilot.yaml')).toMatchObject({ llm: null, telemetry: { otlp: null } });
  const faulty = (text: string) => () => parseConfig(text, '/etc/pilot.yaml');
  expect(faulty('llm: {servers: []}')).toThrow('llm.servers');
  expect(faulty('llm:\n  servers:\n    - {model: a, kind: openai}')).toThrow(
    '/etc/pilot.yaml:3:7: llm.servers.0: say where it is',
  );
  expect(faulty('llm: {servers: [{model: a, name: x}, {model: b, name: x}]}')).toThrow('two servers are called x');
});

test('a model on trial: against the first other server of the task, half of the calls; what cannot be compared is named', () => {
  const trial = (more: string, servers = '{model: a, name: x}, {model: b, name: y}') =>
    parseConfig(`llm: {servers: [${servers}], trial: ${more}}`, '/etc/pilot.yaml').llm?.trial;
  const pair = { task: 'read', usual: { server: 'x', model: 'a' }, trial: { server: 'y', model: 'b' }, share: 0.5 };
  expect(trial('{server: y}')).toEqual(pair);
  expect(trial('{server: x, share: 0.1}')).toEqual({ ...pair, usual: pair.trial, trial: pair.usual, share: 0.1 });
  expect(parseConfig('llm: {servers: [{model: a}]}', '/etc/pilot.yaml').llm?.trial).toBeNull();
  expect(() => trial('{server: z}')).toThrow('/etc/pilot.yaml:1:67: llm.trial: there is no server z');
  expect(() => trial('{server: x}', '{model: a, name: x}')).toThrow('there is nothing to compare x with');
  expect(() => trial('{server: x}', '{model: a, name: x, tasks: [phrase]}, {model: b}')).toThrow('not given the task');
  expect(() => trial('{server: y, task: phrase}')).toThrow('llm.phrase is not true');
  expect(() => trial('{server: y, share: 1}')).toThrow('llm.trial.share');
});

describe('the shop', () => {
  const MINE =
    'shop:\n  name: Harbor Plumbing\n  zone: America/Chicago\n  phone: "937-555-0121"\n' +
    '  home: {city: Springfield, state: IL, zip: "62701"}\n  trades: [plumbing]\n';
  const parse = (text: string) => parseConfig(text, '/etc/pilot.yaml');

  test('an invented one is for trying the box: never beside a shop of one’s own or on a carrier’s line unless asked for', () => {
    expect(parse('')).toMatchObject({ demoShop: true, shop: null });
    expect(parse(MINE)).toMatchObject({ demoShop: false, shop: { name: 'Harbor Plumbing' } });
    const trunk = 'sip:\n  trunks:\n    - {name: main, hosts: [192.0.2.1]}\n';
    expect(parse(trunk)).toMatchObject({ demoShop: false, shop: null });
    expect(parse(`demo_shop: true\n${trunk}`).demoShop).toBe(true);
    expect(() => parse(`demo_shop: true\n${MINE}`)).toThrow(/pilot\.yaml:1:12: demo_shop: .*one of both/);
  });

  test('a zone that is none is refused with its line', () => {
    expect(() => parse(MINE.replace('America/Chicago', 'Chicago time'))).toThrow(/pilot\.yaml:3:9: shop\.zone/);
  });

  test('a list of addresses is found from the configuration file', () => {
    expect(parse('gazetteer: area.db').gazetteer).toBe('/etc/area.db');
    expect(parse('').gazetteer).toBeNull();
  });

  test('a playbook of one’s own is found from the configuration file', () => {
    expect(parse('playbook: ./mine.yaml').playbook).toBe('/etc/mine.yaml');
    expect(parse('playbook: hvac').playbook).toBe('hvac');
  });
});
