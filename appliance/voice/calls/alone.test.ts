import { expect, test } from 'vitest';
import { AlonePolicy, MESSAGE_LIMITS } from './alone.ts';

const steps = (policy: AlonePolicy, count: number) => Array.from({ length: count }, () => policy.next(0).do);

test('a message is taken after the notice and the tone', () => {
  const policy = new AlonePolicy({ cause: 'away', takeMessage: true });
  const greeting = policy.next(0);
  expect(greeting).toMatchObject({ do: 'say', notice: true });
  expect(JSON.stringify(greeting)).toContain('911');
  expect(steps(policy, 2)).toEqual(['beep', 'listen']);
});

test('the message ends after silence, and the caller is thanked before the line closes', () => {
  const policy = new AlonePolicy({ cause: 'away', takeMessage: true });
  steps(policy, 3);
  policy.speech(2000);
  expect(policy.due(2000 + MESSAGE_LIMITS.afterSpeech - 1)).toBe(false);
  expect(policy.due(2000 + MESSAGE_LIMITS.afterSpeech)).toBe(true);
  expect(JSON.stringify(policy.next(9000))).toContain('Thank you');
  expect(policy.next(9000).do).toBe('hangup');
});

test('a caller who says nothing is told so and not kept', () => {
  const policy = new AlonePolicy({ cause: 'away', takeMessage: true });
  steps(policy, 3);
  expect(policy.due(MESSAGE_LIMITS.beforeSpeech)).toBe(true);
  expect(JSON.stringify(policy.next(1))).toContain('did not hear');
});

test('an endless message is cut', () => {
  const policy = new AlonePolicy({ cause: 'away', takeMessage: true });
  steps(policy, 3);
  policy.speech(MESSAGE_LIMITS.total - 1);
  expect(policy.due(MESSAGE_LIMITS.total)).toBe(true);
});

test('with messages off, the caller is told and the call ends', () => {
  const policy = new AlonePolicy({ cause: 'away', takeMessage: false });
  expect(steps(policy, 2)).toEqual(['say', 'hangup']);
});
