import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ToolCall } from '#conversation/tools.ts';
import { databaseIn } from '#fixtures/database/which.ts';
import { sampleVisit, USUAL_TERMS } from '#fixtures/visit.ts';
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
    ...(await databaseIn(folder)),
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

const emergency: Extract<ToolCall, { name: 'take_message' }>['args'] = {
  reason: 'no_window_soon',
  text: 'a pipe burst',
  name: null,
  phone: null,
  urgency: 'emergency',
  facts: { serviceType: 'burst_leak', address: '9 Elm Street, Springfield, OH' },
};
const bookAt = (windowId: string, urgency: string) =>
  run({
    name: 'book_visit',
    key: `book-${urgency}`,
    args: {
      windowId,
      quoteId: null,
      terms: USUAL_TERMS,
      visit: sampleVisit('5551230000', { serviceType: 'burst_leak', problem: 'a pipe burst', urgency }),
    },
  });
const TONIGHT = '2026-11-23T21:00/23:00';

describe('a property emergency', () => {
  it('is told up the ladder with its job when it is booked', async () => {
    const booked = await bookAt(TONIGHT, 'emergency');
    if (booked.name !== 'book_visit' || !booked.ok) throw new Error('not booked');
    expect(await only()).toMatchObject({
      id: booked.result.alertId,
      kind: 'property',
      reason: 'burst_leak',
      jobNumber: booked.result.jobNumber,
      phone: '+15551230000',
      address: '9 Elm Street, Springfield, OH',
    });
  });

  it('that was told before it was booked is told once, and what waits learns the number and the job', async () => {
    const told = await run({ name: 'take_message', key: 'message-1', args: emergency });
    const booked = await bookAt(TONIGHT, 'emergency');
    const alert = await only();
    expect([told, booked].map((one) => one.ok && 'alertId' in one.result && one.result.alertId)).toEqual([
      alert.id,
      alert.id,
    ]);
    expect(alert).toMatchObject({ phone: '+15551230000', jobNumber: 'J-1001', text: 'a pipe burst' });
    expect(alert.tellings.filter(({ round }) => round === 1)).toHaveLength(10);
  });

  it('of a call that turns to danger for people raises a second alert', async () => {
    await run({ name: 'take_message', key: 'message-1', args: emergency });
    await alarm();
    expect((await shop.alerts.list()).map(({ kind }) => kind).toSorted()).toEqual(['life_safety', 'property']);
  });

  it('wakes nobody for what can wait', async () => {
    await run({ name: 'take_message', key: 'message-1', args: { ...emergency, urgency: 'urgent' } });
    expect(await bookAt(TONIGHT, 'routine')).toMatchObject({ ok: true });
    expect(await shop.alerts.list()).toEqual([]);
  });

  it('takes the capacity that a routine call may not', async () => {
    await shop.transaction(async (tx) => {
      const row = await tx.db.selectFrom('businesses').select('settings').executeTakeFirstOrThrow();
      const settings = { ...(JSON.parse(row.settings) as object), emergencyReserve: 0.5 };
      await tx.db
        .updateTable('businesses')
        .set({ settings: JSON.stringify(settings) })
        .execute();
    });
    // On call tonight for plumbing: Marcus alone.
    expect(await bookAt(TONIGHT, 'urgent')).toMatchObject({ ok: false, error: 'window_taken' });
    expect(await bookAt(TONIGHT, 'emergency')).toMatchObject({ ok: true });
  });
});
