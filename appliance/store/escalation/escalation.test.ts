import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ToolCall } from '#conversation/tools.ts';
import { silentLog } from '#observe/log.ts';
import { beginCall } from '../calls/transactor.ts';
import { seedDemoShop } from '../seed/demo-shop.ts';
import { openStore, type BusinessStore, type Store } from '../store.ts';
import { createToolRunner } from '../tools/runner.ts';
import { acknowledgeAlert } from './acknowledge.ts';
import { addLadder, readLadder } from './ladder.ts';
import { continueEscalations } from './round.ts';

/** Monday 23 November 2026, 20:10 in New York: Dana and Marcus are on call. */
const NOW = Date.parse('2026-11-24T01:10:00Z');
const MINUTE = 60_000;

let now = NOW;
let folder: string;
let store: Store;
let shop: BusinessStore;

beforeEach(async () => {
  now = NOW;
  folder = mkdtempSync(join(tmpdir(), 'escalation-'));
  store = await openStore({
    file: join(folder, 'pilot.db'),
    clock: { now: () => now, monotonic: () => 0 },
    log: silentLog(),
  });
  shop = await seedDemoShop(store);
  await shop.transaction((tx) =>
    beginCall(tx, {
      callId: 'call-1',
      line: 'main',
      from: '+15551230000',
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

const run = (call: ToolCall) => shop.transaction((tx) => createToolRunner({ tx, callId: 'call-1' })(call));
const alarm = () =>
  run({
    name: 'alert_oncall',
    key: 'alert',
    args: { hazard: 'gas', phone: '5551230000', address: null, text: 'smells gas' },
  });
const only = async () => {
  const alerts = await shop.alerts.list();
  expect(alerts).toHaveLength(1);
  return alerts[0] as NonNullable<(typeof alerts)[0]>;
};
const rows = async () => (await shop.outbox.list({ limit: 100 })).items;

describe('an alert', () => {
  it('is promised to the office, to those on call by every channel at once, and to each further rung when its time comes', async () => {
    await alarm();
    const told = (await only()).tellings.map(({ role, name, channel, dueAt }) => [role, name, channel, dueAt - NOW]);
    expect(told).toEqual([
      ['office', '', 'email', 0],
      ['on_call_technician', 'Dana Whitlock', 'sms', 0],
      ['on_call_technician', 'Dana Whitlock', 'call', 0],
      ['on_call_technician', 'Marcus Bell', 'sms', 0],
      ['on_call_technician', 'Marcus Bell', 'call', 0],
      ['owner', 'Ellis Whitlock', 'sms', 5 * MINUTE],
      ['owner', 'Ellis Whitlock', 'email', 5 * MINUTE],
      ['owner', 'Ellis Whitlock', 'call', 5 * MINUTE],
      ['partner', 'Harbor Plumbing', 'sms', 15 * MINUTE],
      ['partner', 'Harbor Plumbing', 'call', 15 * MINUTE],
    ]);
    for (const row of await rows()) expect(row.deadlineAt).toBe(row.dueAt + 30_000);
  });

  it('is raised once however often the tool is asked, and tells nobody twice', async () => {
    await alarm();
    await alarm();
    expect((await only()).tellings).toHaveLength(10);
    expect(await rows()).toHaveLength(10);
    expect(await shop.alerts.open()).toBe(1);
  });

  it('ends with whoever acknowledges it first: what is not begun is not needed', async () => {
    await alarm();
    const { id } = await only();
    now += 6 * MINUTE;
    expect(await shop.transaction((tx) => acknowledgeAlert(tx, id, { who: 'Ellis', via: 'terminal' }))).toBe(true);
    expect(await shop.transaction((tx) => acknowledgeAlert(tx, id, { who: 'Marcus', via: 'console' }))).toBe(true);
    expect(await only()).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: 'Ellis',
      acknowledgedVia: 'terminal',
      acknowledgedAt: now,
    });
    expect(new Set((await rows()).map(({ status }) => status))).toEqual(new Set(['not_needed']));
    expect(await shop.alerts.open()).toBe(0);
    now += 24 * 60 * MINUTE;
    await shop.transaction(continueEscalations);
    expect(await rows()).toHaveLength(10);
    expect(await shop.transaction((tx) => acknowledgeAlert(tx, 'none', { who: 'x', via: 'console' }))).toBe(false);
  });

  it('goes up again and again while nobody answers, and at last stays open for everybody to see', async () => {
    await alarm();
    now += 29 * MINUTE;
    await shop.transaction(continueEscalations);
    expect(await only()).toMatchObject({ round: 1 });
    now += MINUTE;
    await shop.transaction(continueEscalations);
    const again = await only();
    expect(again.round).toBe(2);
    const [first, second] = [1, 2].map((round) => again.tellings.filter((one) => one.round === round));
    expect(new Set(first?.map(({ status }) => status))).toEqual(new Set(['not_needed']));
    expect(second?.[0]).toMatchObject({ dueAt: now, status: 'pending' });
    for (let round = 2; round < 20; round++) {
      now += 60 * MINUTE;
      await shop.transaction(continueEscalations);
    }
    expect(await only()).toMatchObject({ round: 12, status: 'open' });
  });

  it('reaches the office where a shop has no ladder', async () => {
    await shop.transaction((tx) => tx.db.deleteFrom('ladder_steps').execute());
    await alarm();
    expect((await only()).tellings).toMatchObject([{ role: 'office', channel: 'email', round: 1 }]);
    now += 15 * MINUTE;
    await shop.transaction(continueEscalations);
    expect(await only()).toMatchObject({ round: 2 });
  });
});

it('a ladder is written into a shop without one, never over the owner’s', async () => {
  const before = await shop.transaction(readLadder);
  expect(before).toHaveLength(3);
  const mine = before.map((step) => ({ ...step, limitMinutes: 99 }));
  expect(await shop.transaction((tx) => addLadder(tx, mine))).toBe(false);
  expect(await shop.transaction(readLadder)).toEqual(before);
});
