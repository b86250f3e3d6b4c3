import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Survey } from '#conversation/playbook/sales.ts';
import type { SurveyTools } from '#conversation/sales-tools.ts';
import type { ToolCall } from '#conversation/tools.ts';
import { databaseIn } from '#fixtures/database/which.ts';
import { sampleVisit, USUAL_TERMS } from '#fixtures/visit.ts';
import { silentLog } from '#observe/log.ts';
import { beginCall } from '../calls/transactor.ts';
import { finishVisit } from '../jobs/finish-visit.ts';
import { activeVisit, visitOfJob } from '../jobs/visit-of-customer.ts';
import { addTask } from '../jobs/task.ts';
import { seedDemoShop } from '../seed/demo-shop.ts';
import { openStore, type BusinessStore, type Store } from '../store.ts';
import { createToolRunner } from '../tools/runner.ts';

/** Monday 23 November 2026, 18:30 in New York. */
const NOW = Date.parse('2026-11-23T23:30:00Z');
const DAY = 86_400_000;
const PHONE = '+19375550142';
const ON: Survey = { on: true, afterMinutes: 120, restDays: 90, low: 3, reviewLink: null };

let now = NOW;
let folder: string;
let store: Store;
let shop: BusinessStore;

beforeEach(async () => {
  now = NOW;
  folder = mkdtempSync(join(tmpdir(), 'survey-'));
  const clock = { now: () => now, monotonic: () => 0 };
  store = await openStore({ ...(await databaseIn(folder)), clock, log: silentLog() });
  shop = await seedDemoShop(store);
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const run = (callId: string, call: ToolCall) => shop.transaction((tx) => createToolRunner({ tx, callId })(call));
let calls = 0;
const newCall = async (phone: string): Promise<string> => {
  const callId = `call-${++calls}`;
  const engines = { stt: 's', tts: 't', bench: true };
  await shop.transaction((tx) =>
    beginCall(tx, { callId, line: 'main', from: phone, to: '100', startedAt: now, engines }),
  );
  return callId;
};

/** Books a visit. @returns the number of its job */
const booked = async (windowId: string, phone = PHONE, urgency = 'routine'): Promise<number> => {
  const outcome = await run(await newCall(phone), {
    name: 'book_visit',
    key: 'book-1',
    args: {
      windowId,
      quoteId: null,
      terms: USUAL_TERMS,
      visit: sampleVisit(phone, { urgency }),
    },
  });
  if (outcome.name !== 'book_visit' || !outcome.ok) throw new Error(JSON.stringify(outcome));
  return Number(outcome.result.jobNumber.slice(2));
};

/** @returns the visit, and why its customer is not asked */
const finish = (job: number, survey = ON) =>
  shop.transaction(async (tx) => {
    const visit = await visitOfJob(tx, job);
    if (visit === null) throw new Error('no visit');
    return { visitId: visit.id, ...(await finishVisit(tx, visit, { actor: 'person', who: 'ann', survey })) };
  });
const record = async (visitId: string, more: Partial<SurveyTools['record_survey']['args']>) =>
  run(await newCall(PHONE), {
    name: 'record_survey',
    key: 'survey',
    args: {
      visitId,
      score: 5,
      comment: null,
      evidence: { utterance: 'u2', startMs: 8000 },
      attention: false,
      reviewLink: 'https://reviews.example.com/a',
      ...more,
    },
  });
const rows = (table: 'surveys' | 'tasks' | 'outbox' | 'visits' | 'jobs' | 'assignments') =>
  shop.transaction((tx) => tx.db.selectFrom(table).selectAll().execute());
const texts = async () => (await rows('outbox')).filter(({ kind }) => kind.startsWith('survey.'));

it('a visit that is over is done, its job too, and its customer is asked by text within the hours', async () => {
  const { visitId, jobDone, notAsked } = await finish(await booked('2026-11-24T08:00/10:00'));
  expect({ jobDone, notAsked }).toEqual({ jobDone: true, notAsked: null });
  expect(await rows('visits')).toMatchObject([{ id: visitId, status: 'done' }]);
  expect(await rows('assignments')).toMatchObject([{ status: 'done' }]);
  expect(await rows('jobs')).toMatchObject([{ status: 'completed' }]);
  expect(await rows('surveys')).toMatchObject([{ visit_id: visitId, channel: 'sms', status: 'asked', phone: PHONE }]);
  // Two hours after half past six is too late in the evening: nine in the morning.
  expect(await texts()).toMatchObject([
    { kind: 'survey.ask', channel: 'sms', recipient: PHONE, due_at: Date.parse('2026-11-24T14:00:00Z') },
  ]);
  expect(await shop.transaction((tx) => activeVisit(tx, visitId))).toBeNull();
});

it('nobody is asked after an emergency, a complaint, lately, who wants no calls, or where the playbook is silent', async () => {
  expect(await finish(await booked('2026-11-24T08:00/10:00'), { ...ON, on: false })).toMatchObject({ notAsked: 'off' });
  const [emergency, angry, silent] = ['+19375550143', '+19375550144', '+19375550145'];
  expect(await finish(await booked('2026-11-24T10:00/12:00', emergency, 'emergency'))).toMatchObject({
    notAsked: 'emergency',
  });
  const task = {
    kind: 'call_back',
    callId: null,
    reason: 'complaint',
    text: '',
    name: null,
    urgency: 'urgent',
    facts: {},
  } as const;
  await shop.transaction((tx) => addTask(tx, { ...task, phone: angry }));
  expect(await finish(await booked('2026-11-24T13:00/15:00', angry))).toMatchObject({ notAsked: 'complaint' });
  await run(await newCall(silent), { name: 'opt_out', key: 'opt-out', args: { phone: silent } });
  expect(await finish(await booked('2026-11-24T15:00/17:00', silent))).toMatchObject({ notAsked: 'opted_out' });
  expect(await finish(await booked('2026-11-25T08:00/10:00'))).toMatchObject({ notAsked: null });
  now += 10 * DAY;
  expect(await finish(await booked('2026-12-07T08:00/10:00'))).toMatchObject({ notAsked: 'asked_lately' });
  expect(await rows('surveys')).toHaveLength(1);
});

it('an answer is one row, the first stands, and a low one is a task and no review', async () => {
  const { visitId } = await finish(await booked('2026-11-24T08:00/10:00'));
  expect(await record(visitId, { score: 2, comment: 'late', attention: true })).toMatchObject({
    ok: true,
    result: { reviewId: null },
  });
  expect(await record(visitId, { score: 5 })).toMatchObject({ ok: false, error: 'not_found' });
  const tasks = await rows('tasks');
  expect(tasks).toMatchObject([
    { kind: 'call_back', reason: 'survey_low', phone: PHONE, text: 'J-1001: 2 of 5, "late"' },
  ]);
  expect(await rows('surveys')).toMatchObject([
    {
      visit_id: visitId,
      channel: 'call',
      status: 'answered',
      score: 2,
      comment: 'late',
      evidence_utterance: 'u2',
      task_id: tasks[0]?.id,
    },
  ]);
  expect((await texts()).map(({ kind }) => kind)).toEqual(['survey.ask']);
  expect(await shop.surveys(0)).toMatchObject({ asked: 1, answered: 1, mean: 2, counts: [0, 1, 0, 0, 0] });
});

it('the best score has the link promised by text; who then wants no calls gets neither text', async () => {
  const { visitId } = await finish(await booked('2026-11-24T08:00/10:00'));
  expect(await record(visitId, { score: 5 })).toMatchObject({ ok: true, result: { taskId: null } });
  expect(await texts()).toMatchObject([
    { kind: 'survey.ask', status: 'pending' },
    {
      kind: 'survey.review',
      status: 'pending',
      facts: '{"shop":"Lakeside Heating and Air","link":"https://reviews.example.com/a"}',
    },
  ]);
  await run(await newCall(PHONE), { name: 'opt_out', key: 'opt-out', args: { phone: PHONE } });
  expect((await texts()).map(({ status }) => status)).toEqual(['not_needed', 'not_needed']);
});

it('a visit that is not over has no answer', async () => {
  const job = await booked('2026-11-24T08:00/10:00');
  const visit = await shop.transaction((tx) => visitOfJob(tx, job));
  expect(await record(visit?.id ?? '', {})).toMatchObject({ ok: false, error: 'not_found' });
});
