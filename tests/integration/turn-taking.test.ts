import { afterAll, beforeAll, expect, test } from 'vitest';
import { rehearse } from '#fakes/rehearsal/rehearsed-call.ts';
import { playTurn, seededTurn, type TurnKind, type TurnResult } from '#fakes/rehearsal/seeded-turns.ts';
import { spoken } from '#fakes/rehearsal/spoken.ts';
import { SteadyHearing } from '#fakes/rehearsal/steady-hearing.ts';
import { silentLog } from '#observe/log.ts';
import { benchModel } from '#voice/speech/engines.ts';
import type { TurnDetector } from '#voice/speech/ports.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';

/** A few of the turns that benchmarks/turn-taking.ts measures by the hundred: the same sound, the same words, by a clock of sound. */
let hearing: SteadyHearing;
beforeAll(async () => {
  hearing = new SteadyHearing(await openSpeechToText({ engine: { model: benchModel() }, log: silentLog() }));
});
afterAll(() => hearing.close());

const play = async (kind: TurnKind, seeds: number): Promise<TurnResult[]> => {
  const results: TurnResult[] = [];
  for (let seed = 1; seed <= seeds; seed++) results.push(await playTurn(await seededTurn(kind, seed), hearing));
  return results;
};
const failed = (results: readonly TurnResult[]): TurnResult[] => results.filter((result) => result.failed);

test('our own voice, coming back from the caller’s phone, does not stop us', async () => {
  const results = await play('echo', 8);
  expect(failed(results)).toEqual([]);
  expect(results.map(({ pauses }) => pauses)).toEqual(results.map(() => 0));
});

test('a caller who pauses up to 1.8 s between the groups of a number is heard to its end', async () => {
  expect(failed(await play('slow_digits', 3))).toEqual([]);
});

test('sounds of listening make us stand still and go on', async () => {
  const results = await play('backchannel', 8);
  expect(failed(results)).toEqual([]);
  expect(results.every(({ pauses }) => pauses > 0)).toBe(true);
});

test('words into our sentence silence us within 200 ms, with our own voice in them, too', async () => {
  const results = await play('barge_in', 8);
  expect(failed(results)).toEqual([]);
  expect(results.some(({ echo }) => echo !== null)).toBe(true);
  expect(
    Math.max(...results.map(({ silentAfterMs }) => silentAfterMs ?? Number.POSITIVE_INFINITY)),
  ).toBeLessThanOrEqual(200);
});

test('a model that hears whether a caller has finished shortens or lengthens the wait', async () => {
  const pcm = await spoken('Sarah', { espeak: 'en-us+f2', wordsPerMinute: 150 });
  const waited = async (probability: number | null): Promise<number> => {
    const turns: TurnDetector = {
      available: true,
      state: { name: 'test', ok: true, detail: '', fix: null },
      judge: async () => probability,
      close: async () => undefined,
    };
    const caller = [{ atMs: 400, pcm }];
    const rehearsal = { seed: 1, say: [], expect: 'name', caller, echo: null, lengthMs: 3000 } as const;
    const { finals } = await rehearse(rehearsal, hearing, () => new Int16Array(0), turns);
    return finals[0]?.endpointMs ?? Number.NaN;
  };
  const alone = await waited(null);
  expect(await waited(0.9)).toBeLessThanOrEqual(alone);
  expect(await waited(0.1)).toBeGreaterThan(alone);
});
