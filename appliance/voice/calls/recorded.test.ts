import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { greeted, pass, ring, say } from '#fakes/timed-call.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const silence = (...utterances: string[]) => ({ kind: 'silence', utterances }) as const;
const off = { kind: 'record', on: false } as const;

describe('what the caller said in confidence', () => {
  test('is taken out of the recording from its beginning to its end', async () => {
    const { call, parts } = await greeted();
    const from = parts.leg.mediaMs;
    parts.ear.begin();
    await pass(2000);
    parts.ear.stop();
    const to = parts.leg.mediaMs;
    parts.ear.understood('u1', 'the gate code is one two three four');
    await pass(5000);
    call.command('call/say-2/silence', 2, silence('u1'));
    expect(parts.leg.silenced).toEqual([{ fromMs: from, toMs: to }]);
    expect(parts.told('recording.silenced')).toEqual([
      { kind: 'recording.silenced', command: 'call/say-2/silence', fromMs: from, toMs: to, onDisk: false },
    ]);
  });

  test('is silent from the moment it is known, and told of when the caller has ended', async () => {
    const { call, parts } = await greeted();
    const from = parts.leg.mediaMs;
    parts.ear.begin();
    await pass(2000);
    call.command('call/say-2/silence', 0, silence('u1'));
    expect(parts.leg.silenced).toEqual([{ fromMs: from, toMs: null }]);
    expect(parts.told('recording.silenced')).toEqual([]);
    await pass(3000);
    parts.ear.stop();
    expect(parts.leg.silenced.at(-1)).toEqual({ fromMs: from, toMs: from + 5000 });
    expect(parts.told('recording.silenced')).toHaveLength(1);
  });

  test('is silent to the end of the call where the caller hangs up in the middle of it', async () => {
    const { call, parts } = await greeted();
    const from = parts.leg.mediaMs;
    parts.ear.begin();
    await pass(1000);
    call.command('call/say-2/silence', 0, silence('u1'));
    await pass(1000);
    parts.line.callerHangsUp();
    const [, end] = parts.leg.silenced;
    expect(end?.fromMs).toBe(from);
    expect(end?.toMs).toBeGreaterThanOrEqual(from + 1980);
    expect(parts.told('recording.silenced')).toHaveLength(1);
  });

  test('by keys that come in the signalling is silenced too, and core is not told', async () => {
    const { parts } = await greeted();
    const at = parts.leg.mediaMs;
    parts.line.info('4');
    expect(parts.leg.silenced).toHaveLength(1);
    expect(parts.leg.silenced[0]?.fromMs).toBeLessThan(at);
    expect(parts.leg.silenced[0]?.toMs).toBeGreaterThanOrEqual(at);
    expect(parts.told('recording.silenced')).toEqual([]);
  });
});

test('a card number told to the small policy is kept in no message and taken out of the recording', async () => {
  const { parts } = ring();
  await pass(40_000);
  expect(parts.heard().at(0)).toBe('alone-1');
  parts.ear.says('my card is four one one one one one one one one one one one one one one one');
  expect(parts.kept.at(-1)?.transcript).toMatchObject([{ text: 'my card is [card]' }]);
  expect(parts.leg.silenced).toHaveLength(1);
});

describe('a caller who wants no recording', () => {
  test('ends it before the sentence that says so sounds', async () => {
    const { call, parts } = await greeted();
    parts.ear.says('please do not record this');
    call.command('call/say-2/record', 2, off);
    expect(parts.leg.discarded).toBe(true);
    expect(parts.heard()).toEqual(['call/say-1']);
    call.command('call/say-2', 2, say('All right.'));
    await pass(1000);
    expect(parts.heard()).toEqual(['call/say-1', 'call/say-2']);
    expect(parts.told('recording.stopped')).toEqual([{ kind: 'recording.stopped', command: 'call/say-2/record' }]);
  });

  test('is not recorded later either, not by the notice and not when core is gone', async () => {
    const { call, parts } = ring();
    call.command('call/say-1/record', 1, off);
    call.command('call/say-1', 1, say('Hello, this is a box', { interruptible: false, notice: true }));
    await pass(2000);
    parts.ear.says('my furnace is out');
    await pass(60_000);
    expect(parts.heard().some((id) => id.startsWith('alone'))).toBe(true);
    expect(parts.leg.recorded).toEqual([]);
  });
});
