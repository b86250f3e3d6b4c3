import { describe, expect, test } from 'vitest';
import { BEEP_MS, GREETING_MS, isTone } from '../../turn/answering-machine.ts';
import { ANSWER_MS, QUIET_MS, TAKING_START, nextTaking, type TakingInput } from './taking.ts';

/** Plays inputs one after another; frames of 20 ms fill the time up to each. */
const play = (
  ...script: (readonly [atMs: number, input: (atMs: number) => TakingInput] | readonly [atMs: number])[]
) => {
  let state = TAKING_START;
  const done: string[] = [];
  let now = 0;
  const step = (input: TakingInput): void => {
    const next = nextTaking(state, input);
    state = next.state;
    if (next.effect)
      done.push(next.effect.do === 'say' ? `${now} ${next.effect.what}` : `${now} ${next.effect.outcome}`);
  };
  for (const [atMs, input] of script) {
    for (; now < atMs; now += 20) step({ kind: 'frame', tone: false, atMs: now });
    if (input) step(input(now));
  }
  return { done, state };
};
const said = (atMs: number): TakingInput => ({ kind: 'said', atMs });
const speaks = (atMs: number): TakingInput => ({ kind: 'speech', on: true, atMs });
const stops = (atMs: number): TakingInput => ({ kind: 'speech', on: false, atMs });
const answer = (word: 'yes' | 'no') => (): TakingInput => ({ kind: 'answer', answer: word });
const key = (digit: string) => (): TakingInput => ({ kind: 'key', digit });

describe('a person who is rung for a caller', () => {
  test('says hello, hears the briefing once quiet, and takes the call by yes', () => {
    const { done } = play([200, speaks], [800, stops], [3000, said], [9000, said], [10_000, answer('yes')]);
    expect(done).toEqual(['3000 briefing', '10000 taken']);
  });

  test.each([
    ['1', 'taken'],
    ['5', 'taken'],
    ['2', 'declined'],
  ])('key %s at any time: %s', (digit, outcome) => {
    expect(play([1000, key(digit)]).done).toEqual([`1000 ${outcome}`]);
  });

  test('a star or hash is no answer; "yes?" at the start is a greeting', () => {
    expect(play([500, answer('yes')], [1000, key('#')]).done).toEqual([]);
  });

  test('yes into the briefing may be its echo: a key may interrupt it; no declines', () => {
    expect(play([3000, said], [4000, answer('yes')]).done).toEqual(['3000 briefing']);
    expect(play([3000, said], [4000, key('1')]).done.at(-1)).toBe('4000 taken');
    expect(play([3000, said], [9000, said], [9500, answer('no')]).done.at(-1)).toBe('9500 declined');
  });

  test('just staying on the line is not enough: asked once more, then given up', () => {
    const asked = 9000 + ANSWER_MS;
    expect(play([3000, said], [9000, said], [asked + 3000, said], [asked + 3000 + ANSWER_MS + 20]).done).toEqual([
      '3000 briefing',
      `${asked} question`,
      `${asked + 3000 + ANSWER_MS} not_taken`,
    ]);
  });
});

describe('a voicemail is never told about the caller', () => {
  test('a greeting longer than 4 s without a pause', () => {
    expect(play([500, speaks], [3000, said], [8000]).done).toEqual([`${500 + GREETING_MS} voicemail`]);
  });

  test('a beep, whenever it comes', () => {
    const beep = (from: number) => Array.from({ length: BEEP_MS / 20 }, (_, i) => [from + i * 20, tone] as const);
    const tone = (atMs: number): TakingInput => ({ kind: 'frame', tone: true, atMs });
    // The script puts a frame without a tone between: a beep is one without a gap.
    expect(play([3000, said], ...beep(4000)).done).toEqual(['3000 briefing']);
    let state = play([3000, said], [5000]).state;
    let over: unknown = null;
    for (let i = 0; i < BEEP_MS / 20; i++) {
      const step = nextTaking(state, { kind: 'frame', tone: true, atMs: 5000 + i * 20 });
      state = step.state;
      over = step.effect;
    }
    expect(over).toEqual({ do: 'over', outcome: 'voicemail' });
  });

  test('one that pauses hears the briefing, and is hung up on without an answer', () => {
    const done = play([500, speaks], [3000, said], [3200, stops], [9000, said], [9100, speaks], [24_100]).done;
    expect(done).toEqual([`${3200 + QUIET_MS} briefing`, '24000 not_taken']);
  });

  test('beeps are tones, speech-like noise and silence are not', () => {
    const sine = Int16Array.from({ length: 160 }, (_, i) =>
      Math.round(6000 * Math.sin((2 * Math.PI * 1000 * i) / 8000)),
    );
    let seed = 7;
    const noise = Int16Array.from(
      { length: 160 },
      () => ((seed = (seed * 1103515245 + 12345) & 0x7fffffff) % 8000) - 4000,
    );
    expect([sine, noise, new Int16Array(160)].map(isTone)).toEqual([true, false, false]);
  });
});
