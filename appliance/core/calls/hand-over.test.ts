import { expect, test } from 'vitest';
import { newCall } from '#conversation/state/state.ts';
import type { ToolCall } from '#conversation/tools.ts';
import { handOver } from './hand-over.ts';

const tools = () => {
  const calls: ToolCall[] = [];
  return {
    calls,
    run: async (call: ToolCall) => {
      calls.push(call);
      return { name: 'take_message', key: call.key, ok: true, result: { taskId: 't' } } as const;
    },
  };
};

const inMidCall = () => {
  const state = newCall({ playbookDigest: 'x' });
  state.turn = 4;
  state.from = '9375550142';
  state.slots.name = {
    value: { first: 'Ann', last: 'Lee', matched: true, unsure: [], spelled: false },
    evidence: { utterance: 'u', startMs: 0, heard: 'ann lee' },
    state: 'confirmed',
    attempts: 0,
  };
  return state;
};

test('our own fault in mid-call: the caller is told, and all that was collected goes into a call-back task', async () => {
  const { calls, run } = tools();
  const outcome = await handOver(inMidCall(), { kind: 'silence', ms: 7000 }, run);
  expect(outcome.sentences.map((one) => one.text).join(' ')).toContain('call you back');
  expect(outcome).toMatchObject({ ended: true, outcome: 'message', sayId: 'say-5' });
  expect(calls).toHaveLength(1);
  expect(calls[0]?.args).toMatchObject({ name: 'Ann Lee', phone: '9375550142' });
});

test('what was booked stands, and no second promise is made', async () => {
  const { calls, run } = tools();
  const state = inMidCall();
  state.records = {
    ...state.records,
    booking: {
      jobId: 'j',
      jobNumber: 'J-1001',
      startsAt: 0,
      endsAt: 1,
      zone: 'UTC',
      afterHours: false,
      depositLink: null,
    },
  };
  const outcome = await handOver(state, { kind: 'silence', ms: 7000 }, run);
  expect(outcome.sentences.map((one) => one.text).join(' ')).toContain('Your booking stands');
  expect(outcome.outcome).toBe('booked');
  expect(calls).toEqual([]);
});

test('a caller who has hung up hears nothing, and the task is there all the same', async () => {
  const { calls, run } = tools();
  const outcome = await handOver(inMidCall(), { kind: 'hangup' }, run);
  expect(outcome.sentences).toEqual([]);
  expect(calls).toHaveLength(1);
});
