import { expect, test } from 'vitest';
import { compareArms, type TrialCall, type TrialTry } from './compare.ts';

const NEAR = { server: 'near', model: 'llama3.1:8b' };
const FAR = { server: 'far', model: 'qwen2.5:7b' };

const call = (id: string, arm: string, more: Partial<TrialCall> = {}): TrialCall => ({
  call: id,
  task: 'read',
  arm,
  usual: NEAR,
  trial: FAR,
  outcome: 'booked',
  unsureTurns: 0,
  degradedTurns: 0,
  ...more,
});
const tried = (id: string, seq: number, by: typeof NEAR, more: Partial<TrialTry> = {}): TrialTry => ({
  call: id,
  task: 'read',
  seq,
  ...by,
  outcome: 'ok',
  cached: false,
  totalMs: 100,
  microDollars: 10,
  ...more,
});

test('a call counts to the model it was given, and who answered in its place is told apart', () => {
  const [report] = compareArms(
    [call('a', 'trial'), call('b', 'trial', { outcome: 'transferred', unsureTurns: 2, degradedTurns: 1 })],
    [
      tried('a', 1, FAR, { totalMs: 300 }),
      tried('a', 2, FAR, { cached: true, totalMs: 0, microDollars: 0 }),
      // The trial's server fails, and the usual one answers: that is no answer of the trial.
      tried('a', 3, FAR, { outcome: 'llm_refused', microDollars: 1 }),
      tried('a', 3, NEAR, { totalMs: 5 }),
      // It is down, and was not even tried.
      tried('b', 1, NEAR, { totalMs: 5 }),
      tried('b', 2, FAR, { outcome: 'llm_late', totalMs: 900 }),
    ],
  );
  expect(report?.arms.trial).toMatchObject({
    ...FAR,
    calls: 2,
    callsAsked: 2,
    booked: { count: 1, of: 2 },
    handedOver: { count: 1, of: 2 },
    unsure: { count: 1, of: 2 },
    questions: { own: 1, kept: 1, other: 2, nobody: 1 },
    failures: { llm_refused: 1, llm_late: 1 },
    degradedTurns: 1,
    latencyMs: { p50: 300, p95: 300, p99: 300, max: 300 },
    micros: 41,
    microsPerCall: 21,
  });
  expect(report?.arms.usual).toMatchObject({ calls: 0, booked: { share: null }, latencyMs: null, microsPerCall: 0 });
  expect(report?.difference).toEqual({ booked: null, handedOver: null, unsure: null });
});

test('the difference is the trial less the usual', () => {
  const calls = Array.from({ length: 40 }, (_, i) =>
    call(`c${i}`, i % 2 === 0 ? 'usual' : 'trial', { outcome: i % 2 === 0 && i < 30 ? 'booked' : 'message' }),
  );
  const [report] = compareArms(calls, []);
  expect(report?.difference.booked?.difference).toBeCloseTo(-0.75);
  expect(report?.difference.booked?.high).toBeLessThan(-0.4);
});

test('how answers are spread is told by nearest rank', () => {
  const tries = Array.from({ length: 100 }, (_, i) => tried('a', i, NEAR, { totalMs: 100 - i }));
  expect(compareArms([call('a', 'usual')], tries)[0]?.arms.usual.latencyMs).toEqual({
    p50: 50,
    p95: 95,
    p99: 99,
    max: 100,
  });
});

test('another pair of models is another comparison', () => {
  const reports = compareArms(
    [
      call('a', 'usual'),
      call('b', 'trial', { trial: { ...FAR, model: 'qwen3:4b' } }),
      call('c', 'usual', { task: 'phrase' }),
    ],
    [tried('a', 1, NEAR), tried('a', 1, NEAR, { task: 'phrase' })],
  );
  expect(reports.map(({ task, arms }) => [task, arms.trial.model, arms.usual.calls, arms.trial.calls])).toEqual([
    ['read', 'qwen2.5:7b', 1, 0],
    ['read', 'qwen3:4b', 0, 1],
    ['phrase', 'qwen2.5:7b', 1, 0],
  ]);
  expect(reports[0]?.arms.usual.questions.own).toBe(1);
});
