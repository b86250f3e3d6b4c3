import { execFile } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { openLineEnd, ring, type LineEnd, type LoopCall } from '#fakes/loop-calls.ts';
import { Traces } from '#voice/trace/traces.ts';

const LONG = process.env['PILOT_LONG'] === '1';
const run = promisify(execFile);
const CALLS = 20;
const RATE = 2000;
const SECONDS = LONG ? 30 : 5;

const ends: LineEnd[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end.close()));
  for (const socket of sockets.splice(0)) socket.close();
});

const end = async (...options: Parameters<typeof openLineEnd>): Promise<LineEnd> => {
  const opened = await openLineEnd(...options);
  ends.push(opened);
  return opened;
};

const stranger = async (host: string): Promise<{ socket: Socket; answers: string[] }> => {
  const socket = createSocket('udp4');
  sockets.push(socket);
  socket.bind(0, host);
  await once(socket, 'listening');
  const answers: string[] = [];
  socket.on('message', (data) => answers.push(data.toString('latin1')));
  return { socket, answers };
};

/** What scanners send: whole requests that any SIP server would answer in some way. */
const probe = (method: string, user: string, n: number): string =>
  [
    `${method} sip:${user}@127.0.0.1 SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.2:5061;branch=z9hG4bK-${n};rport`,
    'Max-Forwards: 70',
    `From: "sipvicious" <sip:${user}@1.1.1.1>;tag=${n}`,
    `To: "sipvicious" <sip:${user}@1.1.1.1>`,
    `Call-ID: ${n}`,
    `CSeq: 1 ${method}`,
    'Contact: <sip:100@127.0.0.2:5061>',
    'User-Agent: friendly-scanner',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

describe('probing from an address that may not speak SIP to us', () => {
  test('gets no answer, whatever is asked, and is counted; the same from a known address is answered', async () => {
    const traces = new Traces(Date.now);
    const box = await end({ from: 31_000, to: 31_019 }, { allowed: ['127.0.0.1'], tap: traces });
    const scanner = await stranger('127.0.0.2');
    const methods = ['OPTIONS', 'INVITE', 'REGISTER', 'ACK', 'BYE', 'CANCEL', 'SUBSCRIBE', 'PUBLISH', 'FOO'];
    const packets = [
      ...methods.flatMap((method, i) => [100, 101, 'admin'].map((user, k) => probe(method, String(user), i * 10 + k))),
      'OPTIONS sip:100@127.0.0.1 SIP/2.0\r\n\r\n',
      'OPTIONS sip:100@127.0.0.1 SIP/9.0\r\nVia: SIP/2.0/UDP 127.0.0.2:5061;branch=z9hG4bKq\r\nCSeq: 1 OPTIONS\r\n\r\n',
      '\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
    ];
    for (const packet of packets) scanner.socket.send(packet, box.agent.address.port, '127.0.0.1');
    // UDP on loopback keeps its order: once the known caller is answered, the box has seen all that came before.
    const known = await stranger('127.0.0.1');
    const answered = once(known.socket, 'message');
    known.socket.send(probe('OPTIONS', '100', 999), box.agent.address.port, '127.0.0.1');
    await answered;
    expect(known.answers[0]).toMatch(/^SIP\/2\.0 200/);
    expect(box.agent.counters.foreign).toBe(packets.length);
    expect(scanner.answers).toEqual([]);
    expect(traces.overview().dropped).toMatchObject([
      { address: '127.0.0.2', foreign: packets.length, malformed: 0, last: 'GET / HTTP/1.1' },
    ]);
  });

  test('is closed without a byte when it connects by TCP', async () => {
    const traces = new Traces(Date.now);
    const box = await end({ from: 31_020, to: 31_039 }, { allowed: ['127.0.0.1'], tap: traces, tcp: true });
    const answersTo = async (localAddress: string): Promise<string> => {
      const socket = connect({ port: box.agent.address.port, host: '127.0.0.1', localAddress });
      let answers = '';
      socket.on('error', () => {});
      socket.on('data', (data) => {
        answers += data.toString('latin1');
        socket.end();
      });
      socket.write(probe('OPTIONS', '100', 1).replace('UDP', 'TCP'));
      await once(socket, 'close');
      return answers;
    };
    expect(await answersTo('127.0.0.1')).toMatch(/^SIP\/2\.0 200/);
    expect(await answersTo('127.0.0.2')).toBe('');
    expect(traces.overview().dropped).toMatchObject([
      { address: '127.0.0.2', foreign: 1, last: 'a connection by TCP' },
    ]);
  });

  test(`a flood of ${RATE} bad packets a second does not disturb ${CALLS} running calls`, async () => {
    const traces = new Traces(Date.now);
    const box = await end({ from: 31_100, to: 31_199 }, { allowed: ['127.0.0.1'], tap: traces });
    const phones = await end({ from: 31_200, to: 31_299 });
    const calls: LoopCall[] = [];
    for (let i = 0; i < CALLS; i++) calls.push(await ring(phones, box.agent));
    let frames = 0;
    for (const leg of box.legs) leg.onFrame(() => frames++);

    const measured = async (work: () => Promise<unknown>) => {
      await box.media.load();
      frames = 0;
      const started = performance.now();
      await work();
      const seconds = (performance.now() - started) / 1000;
      const { lateP50, lateP99, lateMax } = await box.media.load();
      return { lateP50, lateP99, lateMax, heardPercent: (frames / (seconds * 50 * CALLS)) * 100 };
    };
    const quiet = await measured(() => new Promise((done) => setTimeout(done, SECONDS * 1000)));
    const flooding = join(import.meta.dirname, 'flood-process.ts');
    let sent = 0;
    let answeredInFlood = false;
    const flooded = await measured(async () => {
      const flood = run(process.execPath, [flooding, String(box.agent.address.port), String(RATE), String(SECONDS)]);
      const another = await ring(phones, box.agent);
      answeredInFlood = true;
      another.hangup();
      await another.ended;
      sent = Number((await flood).stdout);
    });
    const { foreign, malformed, failed } = box.agent.counters;
    console.log(
      `${sent} bad packets in ${SECONDS} s: ${foreign} from a stranger, ${malformed} malformed ones seen; tick lateness ms (p50, p99, max) ` +
        `${[quiet.lateP50, quiet.lateP99, quiet.lateMax].join(', ')} before, ${[flooded.lateP50, flooded.lateP99, flooded.lateMax].join(', ')} during; ` +
        `frames heard ${quiet.heardPercent.toFixed(2)} % before, ${flooded.heardPercent.toFixed(2)} % during`,
    );
    expect(sent).toBeGreaterThan(RATE * SECONDS * 0.8);
    expect([answeredInFlood, failed]).toEqual([true, 0]);
    // What a busy machine's socket buffer did not hold never reached the box.
    expect(foreign).toBeGreaterThan(sent * 0.25);
    expect(malformed).toBeGreaterThan(sent * 0.25);
    expect([box.agent.liveCalls(), phones.agent.liveCalls(), box.legs.size]).toEqual([CALLS, CALLS, CALLS]);
    expect(flooded.heardPercent).toBeGreaterThan(quiet.heardPercent - 5);
    expect(
      traces
        .overview()
        .dropped.map(({ address }) => address)
        .toSorted(),
    ).toEqual(['127.0.0.1', '127.0.0.2']);
    for (const call of calls) call.hangup();
    expect(new Set((await Promise.all(calls.map((call) => call.ended))).map(({ by }) => by))).toEqual(
      new Set(['local']),
    );
  });
});
