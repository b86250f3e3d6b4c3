import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '#drills/random.ts';
import { CoreProcess } from '#fakes/core-process.ts';
import { databaseIn } from '#fixtures/database/which.ts';
import { coreSocketPath } from '#shared/link/socket.ts';
import { requestFor, type Description, type Operation, type Wire } from './fuzz/requests.ts';

/** Requests to each operation. */
const EACH = process.env['PILOT_LONG'] === '1' ? 250 : 40;
const SEED = Number(process.env['PILOT_FUZZ_SEED'] ?? 7);

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

let folder: string;
let core: CoreProcess;
let agent: Agent;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const { postgres } = await databaseIn(folder);
  const config = join(folder, 'pilot.yaml');
  writeFileSync(
    config,
    JSON.stringify({ demo_shop: true, ...(postgres == null ? {} : { database: { url: postgres.url } }) }),
  );
  core = new CoreProcess(folder, '2026-11-23T10:00:00-05:00', config);
  await core.start();
  agent = new Agent({ keepAlive: true, maxSockets: 4 });
});
afterAll(async () => {
  agent.destroy();
  await core.stop();
  rmSync(folder, { recursive: true });
});

/** @returns null where the connection was ended before an answer, as it is with a body that is too large */
const send = ({ body, headers, method, path }: Wire): Promise<Reply | null> =>
  new Promise((resolve) => {
    const asked = request({ socketPath: coreSocketPath(folder), agent, method, path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', () => resolve(null));
      response.on('end', () => {
        const type = response.headers['content-type'] ?? '';
        resolve({ status: response.statusCode ?? 0, type, body: Buffer.concat(parts).toString() });
      });
    });
    asked.on('error', () => resolve(null));
    asked.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve({ status: 101, type: '', body: '' });
    });
    asked.end(body ?? undefined);
  });

const INSIDE = /\bat (?:async )?[\w.<>]* ?\(?(?:file:|\/|node:)|node_modules|\.ts:\d+|SQLITE_|sqlite3|select .* from/i;

/** What is wrong with an answer; null when nothing is. */
const faultOf = (reply: Reply | null, { responses }: Operation): string | null => {
  if (reply === null) return null;
  const { body, status, type } = reply;
  if (INSIDE.test(body)) return 'tells of the inside';
  if (status < 400) return null;
  if (status === 503 && type.startsWith('application/json')) return null;
  if (!type.startsWith('application/problem+json')) return `is no problem+json but ${type}`;
  const { code, ...problem } = JSON.parse(body) as { code: string; status: number };
  if (problem.status !== status) return 'has another status than it says';
  if (status < 500) return null;
  return responses[status]?.description.includes(`\`${code}\``) === true && code !== 'api.internal'
    ? null
    : `is ${status} ${code}`;
};

const shown = ({ body, headers, method, path }: Wire): string =>
  `${method} ${path.slice(0, 300)} ${JSON.stringify(headers).slice(0, 300)} ${body?.toString('latin1').slice(0, 300) ?? ''}`;

it(`no request, however wrong, is answered by a fault of ours, nor by what stands inside (seed ${SEED})`, async () => {
  const description = JSON.parse(
    (await send({ method: 'GET', path: '/api/v1/openapi.json', headers: { host: 'localhost' }, body: null }))?.body ??
      '',
  ) as Description;
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  let sent = 0;
  for (const [path, methods] of Object.entries(description.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const random = seededRandom(SEED * 7_919 + sent);
      for (let n = 0; n < EACH; n++) {
        const wire = requestFor(method, path, operation, random);
        const reply = await send(wire);
        sent += 1;
        statuses.set(reply?.status ?? 0, (statuses.get(reply?.status ?? 0) ?? 0) + 1);
        const fault = faultOf(reply, operation);
        if (fault !== null) faults.push(`${shown(wire)}\n  -> ${fault}: ${reply?.body.slice(0, 200)}`);
      }
    }
  expect(faults.slice(0, 20), `${faults.length} of ${sent}\n${core.log.slice(-4_000)}`).toEqual([]);
  expect(core.deaths).toEqual([]);
  // Right ones got through too, or nothing was tried but the door.
  expect(statuses.get(200)).toBeGreaterThan(sent / 20);
  expect(statuses.get(400)).toBeGreaterThan(sent / 20);
}, 120_000);

/** Bytes that no HTTP client would send. */
const RAW = [
  'GET / HTTP/9.9\r\n\r\n',
  'GET /api/v1/calls HTTP/1.1\r\n\r\n',
  'GET /api/v1/calls HTTP/1.1\r\nHost: a\r\nHost: localhost\r\n\r\n',
  `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
  'POST /api/v1/shop/confirm HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
  'POST /api/v1/shop/confirm HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n',
  'POST /api/v1/shop/confirm HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  'GET /api/v1/calls\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET http://evil.example/api/v1/calls HTTP/1.1\r\nHost: evil.example\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n\r\n',
  'TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET /api/v1/feed HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 1\r\n\r\n',
  '\u0016\u0003\u0001\u0002\u0000\u0001',
];

const sendRaw = (bytes: string): Promise<string> =>
  new Promise((resolve) => {
    let told = '';
    const socket = connect(coreSocketPath(folder), () => socket.end(Buffer.from(bytes, 'latin1')));
    socket.on('data', (data) => (told += data.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(told));
  });

it('bytes that are no HTTP end at the door', async () => {
  for (const bytes of RAW) {
    const told = await sendRaw(bytes);
    expect(told, JSON.stringify(bytes.slice(0, 120))).not.toMatch(/^HTTP\/1\.1 5/);
    expect(told).not.toMatch(INSIDE);
  }
  const health = await send({ method: 'GET', path: '/healthz', headers: { host: 'localhost' }, body: null });
  expect(health?.body).toContain('"checks"');
  expect(core.deaths).toEqual([]);
}, 60_000);
