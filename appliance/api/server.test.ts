import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { apiParts, BUSINESS } from '#fakes/api-parts.ts';
import { MemoryReaders } from '#fakes/memory-readers.ts';
import { MemoryTraces } from '#fakes/memory-traces.ts';
import { sampleCall, sampleJob, SAMPLE_NOW } from '#fakes/sample-records.ts';
import type { HealthReport } from '#shared/api/health.ts';
import { openGate } from './open-gate.ts';
import { buildServer } from './server.ts';

let folder: string;
let readers: MemoryReaders;
let health: HealthReport;
let traces: MemoryTraces;
let local: boolean;
let app: FastifyInstance;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pilot-api-'));
  readers = new MemoryReaders();
  traces = new MemoryTraces(() => SAMPLE_NOW);
  local = false;
  health = { status: 'ok', checks: [{ name: 'database', ok: true, detail: 'open', fix: null }] };
  app = await buildServer(
    apiParts({
      gate: openGate(BUSINESS, () => local),
      readers: () => readers,
      health: async () => health,
      traces,
      consoleFolder: join(folder, 'console'),
      hostNames: ['office.example'],
    }),
  );
});

afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { host: 'localhost', ...headers } });

describe('records', () => {
  it('lists calls newest first, page by page, without gaps or repeats', async () => {
    for (let i = 0; i < 7; i++) readers.calls.push(sampleCall({ id: `call-${i}`, startedAt: SAMPLE_NOW + i }));
    const ids: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: { items: { id: string }[]; next: string | null } = (
        await get(`/api/v1/calls?limit=3${after && `&after=${after}`}`)
      ).json();
      ids.push(...page.items.map((item) => item.id));
      after = page.next;
    }
    expect(ids).toEqual(['call-6', 'call-5', 'call-4', 'call-3', 'call-2', 'call-1', 'call-0']);
  });

  it('gives one call with transcript, facts, job and timings, and one job', async () => {
    readers.calls.push(sampleCall());
    readers.jobs.push(sampleJob());
    const call = (await get(`/api/v1/calls/${sampleCall().id}`)).json();
    expect(call).toEqual(JSON.parse(JSON.stringify(sampleCall())));
    expect((await get(`/api/v1/jobs/${sampleJob().id}`)).json()).toEqual(sampleJob());
  });

  it('answers what it does not know with a code, a message and a way out', async () => {
    for (const [url, status, code] of [
      ['/api/v1/calls/none', 404, 'api.call_unknown'],
      ['/api/v1/jobs/none', 404, 'api.job_unknown'],
      ['/api/v1/calls/none/recording', 404, 'api.recording_none'],
      ['/api/v1/nothing', 404, 'api.route_unknown'],
      ['/api/v1/calls?limit=0', 400, 'api.bad_request'],
      ['/api/v1/calls?limit=100000', 400, 'api.bad_request'],
      ['/api/v1/calls/..%2f..%2fetc', 400, 'api.bad_request'],
    ] as const) {
      const answer = await get(url);
      expect([url, answer.statusCode, answer.json().code]).toEqual([url, status, code]);
      expect(answer.json().fix).toMatch(/\w/);
    }
  });

  it('says nothing of an inner error', async () => {
    readers.getJob = async () => {
      throw new Error('SQLITE_CORRUPT at /var/lib/pilot/data.sqlite');
    };
    const answer = await get('/api/v1/jobs/j1');
    expect(answer.statusCode).toBe(500);
    expect(answer.json().code).toBe('api.internal');
    expect(answer.body).not.toMatch(/SQLITE|\/var|stack/);
  });
});

describe('recording', () => {
  const wav = Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(996, 7)]);

  beforeEach(async () => {
    await writeFile(join(folder, 'c1.wav'), wav);
    readers.recordings.set('c1', join(folder, 'c1.wav'));
    readers.recordings.set('c2', join(folder, 'gone.wav'));
  });

  it('comes whole, and by range so that a player can seek', async () => {
    const whole = await get('/api/v1/calls/c1/recording');
    expect(whole.statusCode).toBe(200);
    expect(whole.headers['content-type']).toBe('audio/wav');
    expect(whole.headers['accept-ranges']).toBe('bytes');
    expect(whole.rawPayload).toEqual(wav);
    const part = await get('/api/v1/calls/c1/recording', { range: 'bytes=2-9' });
    expect(part.statusCode).toBe(206);
    expect(part.headers['content-range']).toBe('bytes 2-9/1000');
    expect(part.rawPayload).toEqual(wav.subarray(2, 10));
    expect((await get('/api/v1/calls/c1/recording', { range: 'bytes=-4' })).rawPayload).toEqual(wav.subarray(996));
  });

  it('refuses a range past the end, and says when the file is gone', async () => {
    const past = await get('/api/v1/calls/c1/recording', { range: 'bytes=5000-' });
    expect(past.statusCode).toBe(416);
    const gone = await get('/api/v1/calls/c2/recording');
    expect([gone.statusCode, gone.json().code]).toEqual([410, 'api.recording_missing']);
    expect(gone.body).not.toContain(folder);
  });
});

describe('health', () => {
  it('answers 200 while calls are answered and 503 when they may not be', async () => {
    expect((await get('/healthz')).json()).toEqual(health);
    health = { status: 'degraded', checks: [{ name: 'smtp', ok: false, detail: 'off', fix: 'Set smtp.' }] };
    expect((await get('/healthz')).statusCode).toBe(200);
    health = { status: 'failing', checks: [] };
    expect((await get('/healthz')).statusCode).toBe(503);
  });
});

describe('traces', () => {
  const invite = Buffer.from(
    'INVITE sip:100@192.0.2.1 SIP/2.0\r\nFrom: <sip:+19375550142@203.0.113.7>;tag=a\r\nCall-ID: c@1\r\nCSeq: 1 INVITE\r\n\r\n',
  );
  beforeEach(() => {
    const way = { local: { address: '192.0.2.1', port: 5060 }, peer: { address: '203.0.113.7', port: 5060 } };
    traces.lines.message('in', invite, { transport: 'UDP', ...way });
  });

  it('come masked, one and all, found by a Call-ID too', async () => {
    const one = await get('/api/v1/traces/c%401');
    expect(one.json()).toMatchObject({ kind: 'refused', masked: true, from: '+xxxxxxxxx42' });
    const all = await get('/api/v1/traces');
    expect(all.json().traces).toMatchObject([{ id: 'c@1', messages: 1 }]);
    expect(one.body + all.body).not.toContain('9375550');
    expect((await get('/api/v1/traces/none')).json().code).toBe('api.trace_unknown');
  });

  it('show numbers only to who asks on the box itself, and by name', async () => {
    const refused = await get('/api/v1/traces/c%401?unmasked=dana');
    expect([refused.statusCode, refused.json().code, traces.readers]).toEqual([403, 'api.unmasked_refused', []]);
    local = true;
    expect((await get('/api/v1/traces/c%401?unmasked=dana')).json()).toMatchObject({
      masked: false,
      from: '+19375550142',
    });
    expect(traces.readers).toEqual(['dana']);
  });
});

describe('strangers', () => {
  it('are refused when they reach the box by a name it was not given', async () => {
    expect((await get('/api/v1/jobs', { host: 'rebound.example:8080' })).json().code).toBe('api.host_unknown');
    for (const host of ['127.0.0.1:8080', '[::1]:8080', 'localhost:8080', 'office.example:8080', 'OFFICE.example']) {
      expect([host, (await get('/api/v1/jobs', { host })).statusCode]).toEqual([host, 200]);
    }
  });

  it('get a page that may load nothing from elsewhere', async () => {
    const policy = (await get('/healthz')).headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });
});

describe('console', () => {
  it('says how to build the page when it is not there', async () => {
    const answer = await get('/');
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('./scripts/setup');
  });
});
