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

/** Monday 23 November 2026, 9:00 in New York. */
const NOW = Date.parse('2026-11-23T14:00:00Z');
const DAY = 86_400_000;
const PHONE = '+19375550142';

let now = NOW;
let folder: string;
let store: Store;
let shop: BusinessStore;

beforeEach(async () => {
  now = NOW;
  folder = mkdtempSync(join(tmpdir(), 'add-on-'));
  const clock = { now: () => now, monotonic: () => 0 };
  store = await openStore({ ...(await databaseIn(folder)), clock, log: silentLog() });
  shop = await seedDemoShop(store);
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const run = (callId: string, call: ToolCall) => shop.transaction((tx) => createToolRunner({ tx, callId })(call));

/** A call that booked a visit in this window. @returns the job */
const booked = async (callId: string, windowId: string, phone = PHONE): Promise<string> => {
  const engines = { stt: 's', tts: 't', bench: true };
  await shop.transaction((tx) =>
    beginCall(tx, { callId, line: 'main', from: phone, to: '100', startedAt: now, engines }),
  );
  const outcome = await run(callId, {
    name: 'book_visit',
    key: 'book-1',
    args: {
      windowId,
      quoteId: null,
      terms: USUAL_TERMS,
      visit: sampleVisit(phone),
    },
  });
  if (outcome.name !== 'book_visit' || !outcome.ok) throw new Error(JSON.stringify(outcome));
  return outcome.result.jobId;
};

const offer = async (callId: string, jobId: string, codes: readonly string[] = ['maintenance_plan']) => {
  const outcome = await run(callId, { name: 'offer_add_on', key: 'add-on', args: { jobId, codes, restDays: 180 } });
  return outcome.name === 'offer_add_on' && outcome.ok ? outcome.result.offer : null;
};
const answer = (callId: string, offerId: string, said: 'yes' | 'no') =>
  run(callId, {
    name: 'answer_add_on',
    key: 'add-on-answer',
    args: { offerId, answer: said, evidence: { utterance: 'u9', startMs: 61_000 } },
  });
const rows = (table: 'add_on_offers' | 'job_lines' | 'tasks' | 'outbox') =>
  shop.transaction((tx) => tx.db.selectFrom(table).selectAll().execute());

it('an offer is a row with its price, and a yes one line with its evidence, however often it comes', async () => {
  const job = await booked('a', '2026-11-24T08:00/10:00');
  const made = await offer('a', job);
  expect(made).toMatchObject({ code: 'maintenance_plan', price: { cents: 17_500 }, from: false, per: 'year' });
  expect(await offer('a', job)).toEqual(made);
  const first = await answer('a', made?.id ?? '', 'yes');
  expect(await answer('a', made?.id ?? '', 'yes')).toEqual(first);
  expect(await rows('add_on_offers')).toMatchObject([{ call_id: 'a', answer: 'yes', evidence_utterance: 'u9' }]);
  expect(await rows('job_lines')).toMatchObject([
    { job_id: job, code: 'maintenance_plan', price_cents: 17_500, evidence_utterance: 'u9', evidence_ms: 61_000 },
  ]);
  expect(await rows('tasks')).toMatchObject([{ kind: 'review', reason: 'plan_wanted', call_id: 'a', phone: PHONE }]);
  expect((await rows('outbox')).filter(({ kind }) => kind === 'office.message')).toHaveLength(1);
  expect((await shop.jobs.one(job))?.details).toEqual(['also wanted: Maintenance plan, $175.00 a year']);
});

it('a kind of visit is sold at its own price: fixed, or from the low end of its range; without either, not at all', async () => {
  const job = await booked('a', '2026-11-24T08:00/10:00');
  expect(await offer('a', job, ['no_such_thing', 'general_plumbing', 'camera_jetting'])).toMatchObject({
    code: 'camera_jetting',
    price: { cents: 25_000 },
    from: true,
    per: 'once',
  });
  const other = await booked('b', '2026-11-24T10:00/12:00', '+19375550143');
  expect(await offer('b', other, ['hvac_tune_up'])).toMatchObject({ price: { cents: 11_900 }, from: false });
});

it('who was asked is left in peace for the days the playbook names, and who has a plan is offered none again', async () => {
  const first = await booked('a', '2026-11-24T08:00/10:00');
  await answer('a', (await offer('a', first))?.id ?? '', 'yes');
  now = NOW + 10 * DAY;
  const second = await booked('b', '2026-12-04T08:00/10:00');
  expect(await offer('b', second, ['camera_jetting'])).toBeNull();
  now = NOW + 181 * DAY;
  const third = await booked('c', '2027-05-25T08:00/10:00');
  expect(await offer('c', third, ['maintenance_plan', 'camera_jetting'])).toMatchObject({ code: 'camera_jetting' });
});

it('nobody is offered anything whose complaint is open, and no call answers the offer of another', async () => {
  const job = await booked('a', '2026-11-24T08:00/10:00');
  const made = await offer('a', job);
  const stranger = await booked('b', '2026-11-24T10:00/12:00', '+19375550143');
  expect(await answer('b', made?.id ?? '', 'yes')).toMatchObject({ ok: false, error: 'not_found' });
  await run('b', {
    name: 'take_message',
    key: 'message-1',
    args: { reason: 'complaint', text: 'late', name: null, phone: '9375550143', urgency: 'urgent', facts: {} },
  });
  expect(await offer('b', stranger)).toBeNull();
  expect(await rows('job_lines')).toEqual([]);
});
