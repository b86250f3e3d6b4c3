import { expect, test } from 'vitest';
import type { NotReached } from '#shared/api/outbound.ts';
import { afterRing } from './outbound-call.ts';

const LIMITS = { attempts: 3, retryMs: 1000 };

test.each<NotReached>(['busy', 'no_answer', 'failed', 'lost'])('%s is rung again, three times in all', (outcome) => {
  expect(afterRing(outcome, 1, LIMITS)).toEqual({ do: 'ring_again', inMs: 1000 });
  expect(afterRing(outcome, 2, LIMITS)).toEqual({ do: 'ring_again', inMs: 1000 });
  expect(afterRing(outcome, 3, LIMITS)).toEqual({ do: 'give_up' });
});

test('who turns the call away is not rung again', () => {
  expect(afterRing('refused', 1, LIMITS)).toEqual({ do: 'give_up' });
});
