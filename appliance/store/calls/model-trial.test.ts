import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { databaseIn } from '#fixtures/database/which.ts';
import { silentLog } from '#observe/log.ts';
import { seedDemoShop } from '../seed/demo-shop.ts';
import { openStore } from '../store.ts';
import type { ModelTrial } from './model-trial.ts';
import { addModelCalls, addModelTrial, addUtterance, beginCall, closeCall, setOutcome } from './transactor.ts';

const NOW = Date.parse('2026-11-24T01:10:00Z');
const GIVEN: ModelTrial = {
  task: 'read',
  arm: 'trial',
  usual: { server: 'near', model: 'a' },
  trial: { server: 'far', model: 'b' },
};
const ASKED = {
  server: 'far',
  model: 'b',
  task: 'read',
  outcome: 'ok',
  promptTokens: 1,
  answerTokens: 1,
  firstMs: 5,
  totalMs: 7.4,
  microDollars: 3,
  cached: false,
};

it('ended calls are told with what they were given, their outcome, doubtful turns and every try at a server, once each', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trials-'));
  const clock = { now: () => NOW, monotonic: () => NOW };
  const store = await openStore({ ...(await databaseIn(folder)), clock, log: silentLog() });
  try {
    const shop = await seedDemoShop(store);
    await shop.transaction(async (tx) => {
      for (const callId of ['done', 'open', 'owner']) {
        const engines = { stt: '', tts: '', bench: false };
        await beginCall(tx, { callId, line: 'main', from: '', to: '', startedAt: NOW, engines });
        await addModelTrial(tx, callId, GIVEN);
        await addModelTrial(tx, callId, { ...GIVEN, arm: 'usual' });
        const said = { callId, text: '', startMs: 0, endMs: 0, commandId: null };
        for (const [turn, acts] of [['did_not_catch', 'ask_problem'], ['did_not_catch'], ['ask_name']].entries()) {
          await addUtterance(tx, { ...said, turn, speaker: 'caller', acts: [], degraded: turn === 1 });
          await addUtterance(tx, { ...said, turn, speaker: 'us', acts, degraded: false });
        }
        await addModelCalls(tx, callId, 3, [{ ...ASKED, outcome: 'llm_busy' }, ASKED, { ...ASKED, task: 'phrase' }]);
        await addModelCalls(tx, callId, 5, [{ ...ASKED, cached: true }]);
        if (callId === 'open') continue;
        await setOutcome(tx, callId, callId === 'owner' ? 'owner' : 'booked');
        await closeCall(tx, callId, { by: 'caller', reason: 'bye', endedAt: NOW });
      }
    });
    expect(await shop.calls.modelTrials('done')).toEqual([GIVEN]);
    const { calls, tries } = await shop.modelTrials(NOW);
    expect(calls).toEqual([{ call: 'done', ...GIVEN, outcome: 'booked', unsureTurns: 2, degradedTurns: 1 }]);
    const mine = { call: 'done', task: 'read', server: 'far', model: 'b', totalMs: 7, microDollars: 3 };
    expect(tries.filter(({ call }) => call === 'done')).toEqual([
      { ...mine, seq: 3, outcome: 'llm_busy', cached: false },
      { ...mine, seq: 3, outcome: 'ok', cached: false },
      { ...mine, seq: 5, outcome: 'ok', cached: true },
    ]);
    expect(await shop.modelTrials(NOW + 1)).toEqual({ calls: [], tries: [] });
  } finally {
    await store[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  }
});
