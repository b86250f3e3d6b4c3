import { describe, expect, test } from 'vitest';
import { backOff, refreshAfter } from './back-off.ts';
import { nextRegistration, registrationStart, type RegistrationInput, type RegistrationState } from './machine.ts';

const walk = (inputs: readonly RegistrationInput[], expires = 600): [RegistrationState, string[]] => {
  let state = registrationStart(expires);
  const done: string[] = [];
  for (const input of inputs) {
    const step = nextRegistration(state, input, 0);
    state = step.state;
    for (const effect of step.effects) {
      if (effect.do === 'send') done.push(`send ${effect.expires}`);
      else if (effect.do === 'start') done.push(`${effect.timer} ${effect.ms}`);
      else if (effect.do !== 'stop') done.push(effect.do);
    }
  }
  return [state, done];
};
const answer = (status: number, more: Partial<Extract<RegistrationInput, { kind: 'answer' }>> = {}) =>
  ({ kind: 'answer', status, granted: 0, minExpires: null, retryAfter: null, ...more }) as const;
const START = { kind: 'start' } as const;
const STOP = { kind: 'stop' } as const;
const MOVED = { kind: 'moved' } as const;
const SILENCE = { kind: 'silence' } as const;
const timer = (name: 'refresh' | 'retry' | 'lapse') => ({ kind: 'timer', timer: name }) as const;

describe('a binding', () => {
  test('is made, refreshed and taken away', () => {
    const [state, done] = walk([
      START,
      answer(200, { granted: 600 }),
      timer('refresh'),
      answer(200, { granted: 600 }),
      STOP,
      answer(200),
    ]);
    const bound = ['lapse 600000', 'bound', 'refresh 510000'];
    expect(done).toEqual(['send 600', ...bound, 'send 600', ...bound, 'send 0', 'gone']);
    expect(state.at).toBe('gone');
  });

  test('423: asked again at once for as long as the registrar wants, unless it wants nonsense', () => {
    expect(walk([START, answer(423, { minExpires: 1800 })])[1]).toEqual(['send 600', 'send 1800']);
    expect(walk([START, answer(423, { minExpires: 60 })])[0].at).toBe('waiting');
    expect(walk([START, answer(423, { minExpires: 1_000_000 })])[0].at).toBe('waiting');
    expect(walk([START, answer(423)])[0].at).toBe('waiting');
  });

  test('failures wait longer each time; a success starts over', () => {
    const again = [SILENCE, timer('retry')];
    expect(walk([START, ...again, ...again, ...again])[1].filter((one) => one.startsWith('retry'))).toEqual([
      'retry 2500',
      'retry 5000',
      'retry 10000',
    ]);
    const recovered = walk([START, ...again, ...again, answer(200, { granted: 60 }), timer('refresh'), SILENCE]);
    expect(recovered[1].at(-2)).toBe('retry 2500');
  });

  test('it may lapse while nobody answers, which is told once', () => {
    const [state, done] = walk([START, answer(200, { granted: 60 }), timer('refresh'), SILENCE, timer('lapse')]);
    expect(done.at(-1)).toBe('lapsed');
    expect(state).toMatchObject({ at: 'waiting', held: false });
  });

  test('another address: asked anew at once, or after the answer that is on its way', () => {
    const bound = answer(200, { granted: 60 });
    expect(walk([START, bound, MOVED])[1].at(-1)).toBe('send 600');
    const [state, done] = walk([START, MOVED, bound]);
    expect(done).toEqual(['send 600', 'lapse 60000', 'bound', 'send 600']);
    expect(state.again).toBe(false);
  });

  test('stop without a binding is over at once; an unanswered goodbye is over too; then nothing moves it', () => {
    expect(walk([STOP])[1]).toEqual(['gone']);
    expect(walk([START, SILENCE, STOP])[1].at(-1)).toBe('gone');
    expect(walk([START, STOP, SILENCE])[1]).toEqual(['send 600', 'send 0', 'gone']);
    expect(walk([STOP, START, MOVED, timer('retry'), answer(200, { granted: 60 })])[1]).toEqual(['gone']);
  });

  test('a 200 that gives nothing is a failure', () => {
    expect(walk([START, answer(200)])[0]).toMatchObject({ at: 'waiting', held: false });
  });
});

test('waits are bounded, jittered in their upper half, and mind Retry-After and refusals', () => {
  expect([1, 2, 3].map((n) => backOff(n, null, null, 0.999_999))).toEqual([5000, 10_000, 20_000]);
  expect(backOff(50, null, null, 0)).toBe(150_000);
  expect(backOff(5000, null, null, 0.999_999)).toBe(300_000);
  expect(backOff(1, 503, 120, 0.5)).toBe(126_000);
  expect(backOff(1, 503, 1_000_000, 0)).toBe(3_600_000);
  expect(backOff(1, 403, null, 0)).toBe(300_000);
});

test('refreshed before the end, with room for a REGISTER that nobody answers', () => {
  expect([60, 120, 600, 3600].map((seconds) => refreshAfter(seconds, 0) / 1000)).toEqual([30, 60, 510, 3510]);
  expect(refreshAfter(3600, 0.999_999)).toBe(3_159_000);
});
