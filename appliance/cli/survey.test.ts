import { afterEach, beforeEach, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { openCoreApi, type CoreApi } from '#fakes/core-api.ts';
import { MemorySurveys } from '#fakes/memory-surveys.ts';
import { surveyCommand } from './survey.ts';

const out = captureStdout();
let surveys: MemorySurveys;
let api: CoreApi;

beforeEach(async () => {
  surveys = new MemorySurveys();
  api = await openCoreApi({ surveys });
  out.clear();
});
afterEach(async () => {
  await api[Symbol.asyncDispose]();
});
const run = (...argv: string[]): Promise<number> => surveyCommand([...argv, '--data', api.folder]);

test('shows what customers said, and who is to be called', async () => {
  expect(await run('--days', '30')).toBe(0);
  expect(surveys.days).toBe(30);
  expect(out.text).toBe(
    `2 asked, 1 answered: 2 on average (1: 0, 2: 1, 3: 0, 4: 0, 5: 0)
  2026-11-23  J-1040  call  2 of 5  "he came late"  (the office is to call)
  2026-11-23  J-1041  call  asked
`,
  );
  out.clear();
  await run('--json');
  expect(JSON.parse(out.text)).toMatchObject({ asked: 2, items: [{ score: 2 }, { score: null }] });
  expect(surveys.days).toBe(90);
});

test('says that a visit is over, and whether its customer is asked', async () => {
  await run('finish', 'J-1042');
  await run('finish', 'J-1042');
  expect(out.text).toBe(
    'J-1042 is done; the customer is asked how it was\nJ-1042 is done; the customer is not asked: answered\n',
  );
  expect(surveys.finished).toMatchObject([{ job: 'J-1042' }, { job: 'J-1042' }]);
});

test.each([
  [['finish'], 'usage'],
  [['start', 'J-1042'], 'usage'],
  [['finish', 'J-7'], 'visit.none'],
  [['--days', 'many'], 'api.bad_request'],
])('refuses %j', async (argv, code) => {
  await expect(run(...argv)).rejects.toMatchObject({ code });
});
