import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { seedDemoShop } from '#store/seed/demo-shop.ts';
import { openStore, type BusinessStore, type Store } from '#store/store.ts';
import { takeForwarded } from './forwarded.ts';

let folder: string;
let db: Store;
let store: BusinessStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forwarded-'));
  db = await openStore({ file: join(folder, 'pilot.db'), clock: systemClock(), log: silentLog() });
  store = await seedDemoShop(db);
});
afterEach(async () => {
  await db[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const FORWARDED = {
  kind: 'call.forwarded',
  line: 'main',
  from: '+19375550123',
  to: '100',
  startedAt: 1000,
  endedAt: 61_000,
  by: 'caller',
  reason: 'BYE',
  forwardedTo: '+19375550142',
  joined: true,
} as const;

test('a call that was sent on stands in the list of calls, once however often it is told', async () => {
  await takeForwarded({ store }, 'call-1', FORWARDED);
  await takeForwarded({ store }, 'call-1', { ...FORWARDED, joined: false });
  const { items } = await store.calls.list({ limit: 10 });
  expect(items).toMatchObject([
    { id: 'call-1', direction: 'in', from: '+19375550123', outcome: 'forwarded', endedAt: 61_000, status: 'ended' },
  ]);
  expect(await store.calls.one('call-1')).toMatchObject({
    endReason: 'sent on to +19375550142: BYE',
    engines: { stt: 'none', tts: 'none' },
    tasks: [],
  });
});

test('who gave up while the other number rang was not sent on', async () => {
  await takeForwarded({ store }, 'call-2', { ...FORWARDED, joined: false });
  expect(await store.calls.one('call-2')).toMatchObject({ outcome: 'abandoned' });
});
