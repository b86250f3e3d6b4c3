import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ToolCall, ToolOutcome } from '#conversation/tools.ts';
import { apiParts } from '#fakes/api-parts.ts';
import { SAMPLE_NOW } from '#fakes/sample-records.ts';
import { databaseIn } from '#fixtures/database/which.ts';
import { sampleVisit, USUAL_TERMS } from '#fixtures/visit.ts';
import { silentLog } from '#observe/log.ts';
import type { CallSummary } from '#shared/api/records.ts';
import { addRecording, addUtterance, keepSecrets, beginCall, closeCall, setOutcome } from '#store/calls/transactor.ts';
import { seedDemoShop } from '#store/seed/demo-shop.ts';
import { openStore, type BusinessStore, type Store } from '#store/store.ts';
import { createToolRunner } from '#store/tools/runner.ts';
import { openGate } from './open-gate.ts';
import { buildServer } from './server.ts';
import { storeReaders } from './store-readers.ts';

const GATE_CODE = '90817';

let folder: string;
let store: Store;
let shop: BusinessStore;
let app: FastifyInstance;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pilot-api-store-'));
  const clock = { now: () => SAMPLE_NOW, monotonic: () => 0 };
  store = await openStore({ ...(await databaseIn(folder)), clock, log: silentLog() });
  shop = await seedDemoShop(store);
  app = await buildServer(
    apiParts({
      readers: (business) => storeReaders(store.for(business)),
      gate: openGate(shop.businessId, () => false),
    }),
  );
});

afterEach(async () => {
  await app.close();
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const begin = (callId: string, startedAt = SAMPLE_NOW) =>
  shop.transaction((tx) =>
    beginCall(tx, {
      callId,
      line: 'main',
      from: '+15551230000',
      to: '100',
      startedAt,
      engines: { stt: 'bench', tts: 'espeak-ng', bench: true },
    }),
  );

const run = (callId: string, call: ToolCall): Promise<ToolOutcome> =>
  shop.transaction((tx) => createToolRunner({ tx, callId })(call));

/** Books the first window on offer, in the call given. */
const book = async (callId: string): Promise<void> => {
  const wishes = { date: null, fromHour: null, toHour: null, exclude: [] };
  const offer = await run(callId, {
    name: 'offer_windows',
    key: 'offer',
    args: { serviceType: 'no_cooling', urgency: 'urgent', limit: 1, ...wishes },
  });
  if (offer.name !== 'offer_windows' || !offer.ok) throw new Error('no window on offer');
  const booked = await run(callId, {
    name: 'book_visit',
    key: 'book',
    args: {
      windowId: offer.result.windows[0]?.id ?? '',
      quoteId: null,
      terms: USUAL_TERMS,
      visit: sampleVisit('5551230000', {
        serviceType: 'no_cooling',
        problem: 'the AC stopped cooling',
        details: ['outdoor unit rattling'],
        urgency: 'urgent',
        contact: { name: 'Pat Example', nameConfirmed: false, phone: '5551230000', phoneConfirmed: true },
        gateCode: 'gate',
        pets: 'one friendly dog',
        unconfirmed: [{ slot: 'name', heard: 'pat exempel', offsetMs: 12_000 }],
      }),
    },
  });
  if (!booked.ok) throw new Error(`not booked: ${booked.error}`);
};

const get = async (url: string) => app.inject({ url, headers: { host: 'localhost' } });

it('shows a booked call and its job as they are stored, and no gate code anywhere', async () => {
  await begin('call-1');
  await shop.transaction((tx) => keepSecrets(tx, 'call-1', [{ id: 'gate', slot: 'gateCode', value: GATE_CODE }]));
  await book('call-1');
  await shop.transaction(async (tx) => {
    await addUtterance(tx, {
      callId: 'call-1',
      turn: 1,
      speaker: 'caller',
      text: 'the ac stopped cooling',
      startMs: 900,
      endMs: 2_400,
      commandId: null,
      acts: [],
      degraded: false,
    });
    await setOutcome(tx, 'call-1', 'booked');
    await closeCall(tx, 'call-1', { by: 'caller', reason: 'bye', endedAt: SAMPLE_NOW + 60_000 });
  });
  const answers = [await get('/api/v1/calls'), await get('/api/v1/calls/call-1'), await get('/api/v1/jobs')];
  const [calls, call, jobs] = answers.map((answer) => answer.json());
  expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200]);
  const number = jobs.items[0].number;
  expect(number).toMatch(/^J-\d+$/);
  expect(calls.items).toMatchObject([{ id: 'call-1', status: 'ended', outcome: 'booked', jobNumber: number }]);
  expect(call).toMatchObject({ transcript: [{ speaker: 'caller', text: 'the ac stopped cooling' }], job: { number } });
  expect((await get(`/api/v1/jobs/${jobs.items[0].id}`)).json()).toMatchObject({
    number,
    customer: { name: 'Pat Example', nameConfirmed: false },
    visit: { date: '2026-11-23', windowStart: '21:00', windowEnd: '23:00', hasGateCode: true },
    unconfirmed: [{ slot: 'name', heard: 'pat exempel', offsetMs: 12_000 }],
  });
  for (const answer of answers) expect(answer.body).not.toContain(GATE_CODE);
});

it('pages through calls that began in the same millisecond without gaps or repeats', async () => {
  for (let i = 0; i < 9; i++) await begin(`call-${i}`, SAMPLE_NOW + (i < 6 ? 0 : i));
  const seen: string[] = [];
  let after = '';
  for (let pages = 0; pages < 9; pages++) {
    const page: { items: CallSummary[]; next: string | null } = (await get(`/api/v1/calls?limit=2${after}`)).json();
    seen.push(...page.items.map((call) => call.id));
    if (page.next === null) break;
    after = `&after=${encodeURIComponent(page.next)}`;
  }
  expect(seen.slice(0, 3)).toEqual(['call-8', 'call-7', 'call-6']);
  expect(seen.toSorted()).toEqual(Array.from({ length: 9 }, (_, i) => `call-${i}`));
});

it('serves the recording that the call has', async () => {
  await begin('call-1');
  await begin('call-2');
  await writeFile(join(folder, 'call-1.wav'), 'RIFF....');
  await shop.transaction((tx) => addRecording(tx, 'call-1', join(folder, 'call-1.wav'), 0));
  expect((await get('/api/v1/calls/call-1/recording')).body).toBe('RIFF....');
  expect((await get('/api/v1/calls/call-2/recording')).json().code).toBe('api.recording_none');
});
