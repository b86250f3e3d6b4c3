import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ToolCall } from '#conversation/tools.ts';
import { databaseIn } from '#fixtures/database/which.ts';
import { sampleVisit, USUAL_TERMS } from '#fixtures/visit.ts';
import { silentLog } from '#observe/log.ts';
import { beginCall } from '../calls/transactor.ts';
import { seedDemoShop } from '../seed/demo-shop.ts';
import { openStore, type BusinessStore, type Store } from '../store.ts';
import { createToolRunner } from './runner.ts';

/** Monday 23 November 2026, 20:10 in New York. */
const NOW = Date.parse('2026-11-24T01:10:00Z');
const HOUR = 3_600_000;
/** Saturday morning, for plumbing: Priya alone, and an hour and a quarter leaves no room for a second visit. */
const WINDOW = '2026-11-28T09:00/11:00';
const ANN = '+15551230001';
const BEN = '+15551230002';

let now = NOW;
let folder: string;
let store: Store;
let shop: BusinessStore;

beforeEach(async () => {
  now = NOW;
  folder = mkdtempSync(join(tmpdir(), 'hold-'));
  const clock = { now: () => now, monotonic: () => 0 };
  store = await openStore({ ...(await databaseIn(folder)), clock, log: silentLog() });
  shop = await seedDemoShop(store);
  for (const [callId, from] of [
    ['ann-1', ANN],
    ['ann-2', ANN],
    ['ben-1', BEN],
  ] as const)
    await shop.transaction((tx) =>
      beginCall(tx, {
        callId,
        line: 'main',
        from,
        to: '100',
        startedAt: NOW,
        engines: { stt: 's', tts: 't', bench: true },
      }),
    );
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const run = (call: ToolCall, callId: string) => shop.transaction((tx) => createToolRunner({ tx, callId })(call));
const hold = (callId: string, phone: string, windowId = WINDOW) =>
  run(
    {
      name: 'hold_window',
      key: `hold-${windowId}`,
      args: {
        windowId,
        serviceType: 'no_hot_water',
        urgency: 'routine',
        name: 'Pat Example',
        phone,
        text: 'no hot water',
        spokenFeeCents: 9900,
      },
    },
    callId,
  );
const book = (callId: string, phone: string) =>
  run(
    {
      name: 'book_visit',
      key: 'book-1',
      args: {
        windowId: WINDOW,
        quoteId: null,
        terms: USUAL_TERMS,
        visit: sampleVisit(phone, { serviceType: 'no_hot_water', problem: 'no hot water' }),
      },
    },
    callId,
  );
const offered = async (callId: string) => {
  const found = await run(
    {
      name: 'offer_windows',
      key: `offer-${now}`,
      args: {
        serviceType: 'no_hot_water',
        urgency: 'routine',
        limit: 8,
        date: '2026-11-28',
        fromHour: null,
        toHour: null,
        exclude: [],
      },
    },
    callId,
  );
  return found.name === 'offer_windows' && found.ok && found.result.windows.some(({ id }) => id === WINDOW);
};
const reservations = () =>
  shop.transaction((tx) => tx.db.selectFrom('reservations').select(['call_id', 'expires_at', 'visit_id']).execute());

it('keeps the window from everybody else, promises the text and leaves a task, once', async () => {
  const first = await hold('ann-1', ANN);
  expect(first).toMatchObject({ ok: true, result: { expiresAt: Date.parse('2026-11-25T01:00:00Z') } });
  expect(await hold('ann-1', ANN)).toEqual(first);
  expect(await reservations()).toEqual([
    { call_id: 'ann-1', expires_at: Date.parse('2026-11-25T01:00:00Z'), visit_id: null },
  ]);
  const rows = await shop.transaction((tx) => tx.db.selectFrom('outbox').selectAll().execute());
  expect(rows).toMatchObject([
    { channel: 'sms', recipient: ANN, template: 'window.held', deadline_at: NOW + 300_000, status: 'pending' },
  ]);
  expect(JSON.parse(rows[0]?.facts ?? '{}')).toMatchObject({ spokenFeeCents: 9900, shopPhone: '+19375550100' });
  expect(await shop.tasks.open()).toMatchObject([{ kind: 'call_back', reason: 'window_held', phone: ANN }]);
  expect(await offered('ben-1')).toBe(false);
  expect(await hold('ben-1', BEN)).toMatchObject({ ok: false, error: 'window_taken' });
  expect(await book('ben-1', BEN)).toMatchObject({ ok: false, error: 'window_taken' });
});

it('is free for the caller who rings back, and becomes their visit', async () => {
  await hold('ann-1', ANN);
  expect(await offered('ann-2')).toBe(true);
  expect(await book('ann-2', ANN)).toMatchObject({ ok: true, result: { jobNumber: 'J-1001' } });
  expect(await reservations()).toMatchObject([{ call_id: 'ann-2', expires_at: null }]);
  expect(await shop.tasks.open()).toEqual([]);
});

it('runs out by itself', async () => {
  await hold('ann-1', ANN);
  now += 24 * HOUR;
  expect(await offered('ben-1')).toBe(true);
  expect(await book('ben-1', BEN)).toMatchObject({ ok: true });
  expect(await book('ann-2', ANN)).toMatchObject({ ok: false, error: 'window_taken' });
});

it('one person holds one window', async () => {
  await hold('ann-1', ANN);
  expect(await hold('ann-2', ANN, '2026-11-28T11:00/13:00')).toMatchObject({ ok: true });
  expect(await reservations()).toHaveLength(1);
  expect(await offered('ben-1')).toBe(true);
});
