import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { llmCommand } from '#cli/llm.ts';
import { restoreSession } from '#core/calls/restore.ts';
import { CallSession } from '#core/calls/session.ts';
import { openDesk, type Desk } from '#core/desk.ts';
import type { Script } from '#fakes/model-script.ts';
import { openOllama } from '#fakes/ollama-server.ts';
import { NOTHING_READ } from '#fakes/text-call.ts';
import type { TrialReport } from '#llm/compare.ts';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { completeLlm } from '#shared/config/llm.ts';
import type { CallEvent } from '#shared/link/events.ts';

const out = captureStdout();
const EVENING = Date.parse('2026-11-23T20:10:00-05:00');
/** No rule knows what is wrong here. */
const WORDS = 'the icebox in the sky quit on us';
const GOOD = { ...NOTHING_READ, intent: 'book', service: 'no_cooling', problem_words: 'the icebox in the sky quit' };
const [USUAL, TRIAL] = ['llama3.1:8b', 'qwen2.5:7b'] as const;
const CALLS = Array.from({ length: 10 }, (_, i) => `019ab000-0000-7000-8000-0000000001${String(i).padStart(2, '0')}`);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-trial-'));
  // The box's key decides which call is given what: with this one both get some.
  writeFileSync(join(folder, 'field.key'), Buffer.alloc(32, 7).toString('base64'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const deskWith = async (url: string, share: number): Promise<Desk> => {
  const server = { url, first_ms: 8000, connect_ms: 5000 };
  const desk = await openDesk({
    dataFolder: folder,
    clock: systemClock(EVENING - Date.now()),
    log: silentLog(),
    playbook: 'all',
    demoShop: true,
    llm: completeLlm({
      deadline_ms: 5000,
      cache_entries: 0,
      servers: [
        { ...server, name: 'near', model: USUAL },
        { ...server, name: 'tried', model: TRIAL, price: { prompt: 1, answer: 1 } },
      ],
      trial: { server: 'tried', share },
    }),
  });
  await desk.models?.looked();
  return desk;
};

const take = (session: CallSession, seq: number, body: CallEvent) =>
  session.take({ type: 'event', call: session.call, seq, at: EVENING + seq * 1000, body });
const words = (text: string, seq: number): CallEvent => ({
  kind: 'speech.final',
  utterance: `u${seq}`,
  text,
  startMs: seq * 1000,
  endMs: seq * 1000 + 900,
  times: { endpointMs: 0, sttMs: 0 },
  degraded: false,
});
const begin = async (desk: Desk, call: string, more: object = {}): Promise<CallSession> => {
  const session = new CallSession(desk, { call, state: desk.emptyState(), lastSeq: 0, turn: 0, pending: [] });
  const engines = { stt: 'text', tts: 'text', bench: false };
  await take(session, 1, {
    kind: 'call.started',
    line: 'main',
    from: '',
    to: '100',
    startedAt: EVENING,
    engines,
    ...more,
  });
  return session;
};

const compare = async (...argv: string[]): Promise<string> => {
  out.clear();
  expect(await llmCommand(['compare', '--data', folder, ...argv])).toBe(0);
  return out.text;
};

test('calls land in both arms, each asks its own model, and what came of them is compared', async () => {
  // The usual model understands these words, the one on trial does not; one of its answers breaks off.
  let tried = 0;
  const script: Script = ({ body }) => {
    if (body['model'] === USUAL) return { do: 'answer', text: JSON.stringify(GOOD) };
    return tried++ === 0 ? { do: 'refuse', status: 500 } : { do: 'answer', text: JSON.stringify(NOTHING_READ) };
  };
  await using server = await openOllama(script, { models: [USUAL, TRIAL], parallel: 4 });
  await using desk = await deskWith(server.url, 0.5);
  const given: string[] = [];
  for (const call of CALLS) {
    const session = await begin(desk, call);
    const { outcome } = await take(session, 2, words(WORDS, 2));
    given.push((await desk.store.calls.modelTrials(call))[0]?.arm ?? 'none');
    expect(outcome?.acts.includes('did_not_catch')).toBe(given.at(-1) === 'trial' && tried > 1);
    await take(session, 3, { kind: 'call.ended', by: 'caller', reason: 'bye', endedAt: EVENING });
  }
  const [usual, trial] = ['usual', 'trial'].map((arm) => given.filter((one) => one === arm).length);
  expect(usual).toBeGreaterThan(1);
  expect(trial).toBeGreaterThan(1);
  expect(server.questions.filter(({ body }) => body['model'] === TRIAL)).toHaveLength(trial ?? 0);
  const [report] = JSON.parse(await compare('--json')) as TrialReport[];
  expect(report?.task).toBe('read');
  expect(report?.arms.usual).toMatchObject({
    server: 'near',
    model: USUAL,
    calls: usual,
    callsAsked: usual,
    unsure: { count: 0, of: usual },
    questions: { own: usual, kept: 0, other: 0, nobody: 0 },
    failures: {},
    micros: 0,
  });
  // The call whose model failed was answered by the other one; it is the trial's call all the same.
  expect(report?.arms.trial).toMatchObject({
    server: 'tried',
    model: TRIAL,
    calls: trial,
    unsure: { count: (trial ?? 0) - 1, of: trial },
    questions: { own: (trial ?? 0) - 1, kept: 0, other: 1, nobody: 0 },
    failures: { llm_refused: 1 },
  });
  expect(report?.arms.trial.micros).toBeGreaterThan(0);
  expect(report?.difference.unsure?.difference).toBeGreaterThan(0);
  const told = await compare();
  expect(told).toContain(`${USUAL} on near`);
  expect(told).toMatch(/once not understood +0 of \d/);
  expect(told).toMatch(/own tries that failed +none +llm_refused 1\n/);
  expect(await compare('--since', '2030-01-01')).toBe('No call was given one of two models yet: set llm.trial.\n');
});

test('a call keeps its model when core starts again with another share; calls of ours and copies are given none', async () => {
  await using server = await openOllama(() => ({ do: 'answer', text: JSON.stringify(NOTHING_READ) }), {
    models: [USUAL, TRIAL],
    parallel: 4,
  });
  const arms = new Map<string, string>();
  {
    await using desk = await deskWith(server.url, 0.01);
    for (const call of CALLS.slice(0, 2)) {
      await begin(desk, call);
      arms.set(call, (await desk.store.calls.modelTrials(call))[0]?.arm ?? 'none');
    }
    for (const more of [{ shadow: true }, { outbound: { purpose: 'call_back', about: 'nobody' } }]) {
      const call = `another-${Object.keys(more).join()}`;
      await begin(desk, call, more);
      expect(await desk.store.calls.modelTrials(call)).toEqual([]);
    }
  }
  expect([...arms.values()]).toEqual(['usual', 'usual']);
  await using desk = await deskWith(server.url, 0.99);
  expect(desk.models?.assign(CALLS[0] ?? '')?.arm).toBe('trial');
  const session = await restoreSession(desk, CALLS[0] ?? '');
  if (!session) throw new Error('the call is gone');
  // A call that was taken up asks no model before its codes were looked up, which the first event does.
  for (const seq of [2, 3]) await take(session, seq, words(WORDS, seq));
  expect(server.questions.map(({ body }) => body['model'])).toEqual([USUAL]);
  // What has not ended does not count.
  expect(JSON.parse(await compare('--json'))).toEqual([]);
});
