import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FRAME, FrameReader, jsonOf, samplesOf, type Frame } from '../process/wire.ts';
import { KeptUtterance } from './kept-utterance.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const speech = () => Int16Array.from({ length: 160 }, (_, i) => (i % 2 === 0 ? 6000 : -6000));
const silence = () => Int16Array.from({ length: 160 }, (_, i) => (i % 2 === 0 ? 20 : -20));

/** The worker's end of the pipe, as the test sees it. */
const setUp = (up = true) => {
  const state = { up, frames: [] as Frame[], closed: [] as number[], partials: [] as string[] };
  const reader = new FrameReader();
  const utterance = new KeptUtterance(
    3,
    { id: 'u', onPartial: (text) => state.partials.push(text) },
    {
      finishMs: 1000,
      closed: (channel) => state.closed.push(channel),
      send: (bytes) => {
        if (state.up) state.frames.push(...reader.push(bytes));
        return state.up;
      },
    },
  );
  const decodes = () =>
    state.frames.filter((f) => f.type === FRAME.decode).map((f) => jsonOf<{ decode: number; early: boolean }>(f));
  const heard = () => state.frames.filter((f) => f.type === FRAME.audio).reduce((n, f) => n + samplesOf(f).length, 0);
  return { state, utterance, decodes, heard };
};

test('an early text that silence followed is the final one, without asking again', async () => {
  const { utterance, decodes, state } = setUp();
  for (let i = 0; i < 20; i++) utterance.push(speech());
  for (let i = 0; i < 10; i++) utterance.push(silence());
  utterance.prefinal();
  utterance.heardText(1, 'oak street');
  for (let i = 0; i < 20; i++) utterance.push(silence());
  expect(await utterance.finish()).toMatchObject({ text: 'oak street', degraded: false });
  expect(decodes()).toEqual([{ decode: 1, early: true }]);
  expect(state.closed).toEqual([3]);
});

test('speech after the early text makes it void', async () => {
  const { utterance, decodes } = setUp();
  for (let i = 0; i < 20; i++) utterance.push(speech());
  for (let i = 0; i < 10; i++) utterance.push(silence());
  utterance.prefinal();
  utterance.heardText(1, 'oak');
  utterance.push(speech());
  const final = utterance.finish();
  expect(decodes().at(-1)).toEqual({ decode: 2, early: false });
  utterance.heardText(1, 'oak'); // too late: no answer to this question
  utterance.heardText(2, 'oak street');
  expect((await final).text).toBe('oak street');
});

test('an early decode still under way is waited for', async () => {
  const { utterance, decodes } = setUp();
  for (let i = 0; i < 10; i++) utterance.push(silence());
  utterance.prefinal();
  const final = utterance.finish();
  utterance.heardText(1, 'yes');
  expect((await final).text).toBe('yes');
  expect(decodes()).toHaveLength(1);
});

test('a model that cannot look ahead is asked at the end', async () => {
  const { utterance, decodes } = setUp();
  utterance.push(silence());
  utterance.prefinal();
  const final = utterance.finish();
  utterance.heardText(1, null);
  expect(decodes().at(-1)).toEqual({ decode: 2, early: false });
  utterance.heardText(2, 'yes');
  expect((await final).text).toBe('yes');
});

test('the next worker is told everything again, and the text counts as degraded', async () => {
  const { utterance, decodes, heard, state } = setUp();
  for (let i = 0; i < 5; i++) utterance.push(speech());
  state.up = false; // the worker dies
  for (let i = 0; i < 5; i++) utterance.push(speech());
  const final = utterance.finish();
  state.frames.length = 0;
  state.up = true;
  utterance.retell();
  expect(state.frames[0]?.type).toBe(FRAME.open);
  expect(heard()).toBe(10 * 160);
  const question = decodes().at(-1);
  utterance.heardText(question?.decode ?? 0, 'all ten frames');
  expect(await final).toMatchObject({ text: 'all ten frames', degraded: true });
});

test('an utterance under which worker after worker dies is given up, for the sake of the other calls', async () => {
  const { utterance, state } = setUp();
  utterance.push(speech());
  utterance.heardPartial('my furnace');
  const final = utterance.finish();
  for (let i = 0; i < 3; i++) utterance.retell();
  const told = state.frames.length;
  utterance.retell();
  expect(state.frames).toHaveLength(told);
  expect(await final).toMatchObject({ text: 'my furnace', degraded: true });
});

test('without an answer in time the last partial is the text, degraded', async () => {
  const { utterance } = setUp();
  utterance.push(speech());
  utterance.heardPartial('my furnace');
  const final = utterance.finish();
  await vi.advanceTimersByTimeAsync(1000);
  expect(await final).toMatchObject({ text: 'my furnace', degraded: true });
});

test('an utterance without audio is empty and asks nothing', async () => {
  const { utterance, decodes } = setUp();
  utterance.prefinal();
  expect(await utterance.finish()).toMatchObject({ text: '', degraded: false });
  expect(decodes()).toEqual([]);
});

test('after cancel nothing is told any more and a pending finish ends', async () => {
  const { utterance, state } = setUp();
  utterance.push(speech());
  utterance.heardPartial('hello');
  const final = utterance.finish();
  utterance.cancel();
  expect((await final).text).toBe('hello');
  utterance.heardPartial('hello there');
  utterance.push(speech());
  expect(state.partials).toEqual(['hello']);
  expect(state.closed).toEqual([3]);
  expect(state.frames.at(-1)?.type).toBe(FRAME.drop);
});

test('a partial is told once, only when it changed', () => {
  const { utterance, state } = setUp();
  for (const text of ['my', 'my', 'my sink']) utterance.heardPartial(text);
  expect(state.partials).toEqual(['my', 'my sink']);
});
