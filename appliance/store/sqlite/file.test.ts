import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { addTask } from '../jobs/task.ts';
import { seedDemoShop } from '../seed/demo-shop.ts';
import { openStore, type BusinessStore, type Store } from '../store.ts';
import { createToolRunner } from '../tools/runner.ts';
import { beginCall } from '../calls/transactor.ts';

let folder: string;
let store: Store;
let shop: BusinessStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'file-'));
  const clock = { now: () => Date.parse('2026-11-24T01:10:00Z'), monotonic: () => 0 };
  store = await openStore({ file: join(folder, 'pilot.db'), clock, log: silentLog() });
  shop = await seedDemoShop(store);
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

it('is for this user alone, and so is what lies beside it', () => {
  for (const name of ['field.key', 'pilot.db', 'pilot.db-wal'])
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
});

it('takes nothing as done on a full disk, and goes on once there is room', async () => {
  await shop.transaction((tx) =>
    beginCall(tx, {
      callId: 'call-1',
      line: 'main',
      from: '',
      to: '100',
      startedAt: 0,
      engines: { stt: 's', tts: 't', bench: true },
    }),
  );
  const pages = (count: number) =>
    shop.transaction((tx) => sql`pragma max_page_count = ${sql.lit(count)}`.execute(tx.db));
  await pages(1);
  const text = 'x'.repeat(200_000);
  const big = {
    kind: 'call_back',
    callId: null,
    reason: '',
    text,
    name: null,
    phone: null,
    urgency: '',
    facts: {},
  } as const;
  const message = { reason: 'other', text, name: null, phone: null, urgency: 'routine', facts: {} };
  const take = () =>
    shop.transaction((tx) =>
      createToolRunner({ tx, callId: 'call-1' })({ name: 'take_message', key: 'message', args: message }),
    );
  await expect(take()).rejects.toMatchObject({ code: 'store_full', fix: expect.stringContaining('room') });
  expect(await shop.tasks.open()).toEqual([]);
  // A turn that goes on all the same can write nothing of its own.
  const stubborn = shop.transaction(async (tx) => {
    await addTask(tx, big).catch(() => undefined);
    await addTask(tx, { ...big, text: '' });
  });
  await expect(stubborn).rejects.toMatchObject({ code: 'store_failed' });
  expect(await shop.tasks.open()).toEqual([]);
  await pages(1_000_000);
  expect((await take()).ok).toBe(true);
  expect(await shop.tasks.open()).toHaveLength(1);
});
