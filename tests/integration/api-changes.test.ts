import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openGate } from '#api/open-gate.ts';
import { buildServer } from '#api/server.ts';
import { LineBoard } from '#core/lines/board.ts';
import { OutboundBoard } from '#core/outbound/board.ts';
import { loadPlaybook } from '#core/playbooks.ts';
import { apiParts } from '#fakes/api-parts.ts';
import { silentLog } from '#observe/log.ts';
import type { Problem } from '#shared/api/problem.ts';
import type { LineRecord } from '#shared/lines/change.ts';
import { answerOnce, KEPT_MS } from '#store/idempotency/answer-once.ts';
import { bookSome, handClock, openDemoOffice, type DemoOffice } from './demo-office.ts';

const ZONE = 'America/New_York';

let clock: ReturnType<typeof handClock>;
let office: DemoOffice;
let outbound: OutboundBoard;
let app: FastifyInstance;
let job: string;

beforeEach(async () => {
  clock = handClock(Date.parse('2026-11-23T10:00:00-05:00'));
  office = await openDemoOffice(clock);
  const { shop: store } = office;
  job = (await bookSome(store, 1)) ?? '';
  const parts = { store, clock, log: silentLog(), zone: ZONE };
  outbound = new OutboundBoard({
    ...parts,
    config: {
      trunk: 'main',
      hours: ['09:00', '20:00'],
      attempts: 2,
      retryMs: 60_000,
      ringMs: 30_000,
      afterCutOff: false,
    },
    survey: () => loadPlaybook('all').survey,
    dial: () => true,
    connected: () => false,
  });
  const line = { name: 'main', numbers: [], trunks: [], forked: false, rings: true, redirects: false, forwards: false };
  const lines = new LineBoard({
    ...parts,
    configured: [{ ...line, failover: false }],
    states: () => null,
    calls: () => [],
    push: () => undefined,
  });
  await lines.start();
  lines.stop();
  app = await buildServer(
    apiParts({
      businessId: store.businessId,
      gate: openGate(store.businessId, () => false),
      answers: { once: (asked, work) => answerOnce(store, asked, work) },
      lines,
      outbound,
    }),
  );
});
afterEach(async () => {
  await app.close();
  await office[Symbol.asyncDispose]();
});

const place = (key: string, purpose: string) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/outbound-calls',
    headers: { host: 'localhost', 'idempotency-key': key },
    payload: { purpose, about: job },
  });
const placed = async (): Promise<number> => (await outbound.list({ limit: 50 })).items.length;

it('50 wishes at once with one key make one call, each is answered alike, and so is who asks again within a day', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => place('key-1', 'confirmation')));
  expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
  expect(answers[0]?.statusCode).toBe(201);
  expect(await placed()).toBe(1);
  const other = await place('key-1', 'reminder');
  expect([other.statusCode, other.json<Problem>().code]).toEqual([422, 'api.key_reused']);
  clock.move(KEPT_MS - 1);
  expect((await place('key-1', 'confirmation')).body).toBe(answers[0]?.body);
  clock.move(2);
  await place('key-1', 'reminder');
  expect(await placed()).toBe(2);
});

it('what fails is not kept: the same key is good for the next try', async () => {
  const [known] = [job, (job = 'J-99999')];
  expect((await place('key-1', 'confirmation')).statusCode).toBe(404);
  job = known;
  expect((await place('key-1', 'confirmation')).statusCode).toBe(201);
});

it('of two who set one line, one wins, and the other is told who came first and what was changed', async () => {
  const headers = { host: 'localhost' };
  const read = await app.inject({ url: '/api/v1/lines/main', headers });
  const { etag } = read.headers;
  const set = (payload: object) =>
    app.inject({
      method: 'PATCH',
      url: '/api/v1/lines/main',
      headers: { ...headers, 'if-match': String(etag) },
      payload,
    });
  const answers = await Promise.all([
    set({ mode: 'overflow', overflowSeconds: 12 }),
    set({ mode: 'after_hours', fallback: '+19375550142' }),
  ]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 412]);
  const won = answers.find(({ statusCode }) => statusCode === 200)?.json<LineRecord>();
  const lost = answers.find(({ statusCode }) => statusCode === 412)?.json<Problem>();
  expect(lost).toMatchObject({ code: 'api.changed_since', changed: { by: 'person', at: clock.now() } });
  expect(lost?.changed?.fields['mode']).toEqual({
    yours: won?.setting.mode === 'overflow' ? 'after_hours' : 'overflow',
    now: won?.setting.mode,
  });
  const now = (await app.inject({ url: '/api/v1/lines/main', headers })).json<LineRecord>();
  expect(now).toMatchObject({ setting: won?.setting, version: won?.version ?? 0 });
});
