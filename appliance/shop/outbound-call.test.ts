import { expect, test } from 'vitest';
import type { OutboundOutcome } from '#shared/api/outbound.ts';
import { afterAttempt } from './outbound-call.ts';

const LIMITS = { attempts: 3, retryMs: 1000 };
const after = (...outcomes: OutboundOutcome[]) =>
  afterAttempt(
    outcomes.map((outcome) => ({ outcome })),
    LIMITS,
  );

test.each<OutboundOutcome>(['busy', 'no_answer', 'failed', 'lost'])(
  '%s is rung again, three times in all',
  (outcome) => {
    expect(after(outcome)).toEqual({ do: 'ring_again', inMs: 1000 });
    expect(after(outcome, outcome)).toEqual({ do: 'ring_again', inMs: 1000 });
    expect(after(outcome, outcome, outcome)).toEqual({
      do: 'close',
      outcome,
      task: 'They could not be reached.',
    });
  },
);

test.each<[OutboundOutcome, boolean]>([
  ['confirmed', false],
  ['voicemail', false],
  ['declined', true],
  ['heard', true],
  ['refused', true],
])('%s closes the call at once; a person has to see to it: %s', (outcome, task) => {
  const step = after('no_answer', outcome);
  expect(step).toMatchObject({ do: 'close', outcome });
  expect(step.do === 'close' && step.task !== null).toBe(task);
});
