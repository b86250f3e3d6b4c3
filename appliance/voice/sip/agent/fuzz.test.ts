import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import {
  agent,
  calls,
  caller,
  established,
  freshAgent,
  HERE,
  message,
  send,
  statuses,
  timers,
} from '#fakes/agent-under-test.ts';
import { mutants, runs } from '#fakes/sip-mutants.ts';

beforeEach(freshAgent);

/** Longer than any transaction, ringing phone or 2xx without its ACK lasts. */
const A_WHILE = 200_000;

test('no mutant of the table makes the agent fail or harms a call, and nothing of it is left in the end', async () => {
  const tag = await established();
  const [running] = calls;
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(mutants, { minLength: 20, maxLength: 20 }), async (packets) => {
      for (const packet of packets) {
        await send(packet.toString('latin1'));
        // Calls that a mutant makes are answered and turned away in turn, so that there is room for the next.
        for (const call of calls.splice(1)) {
          if (taken++ % 2 === 0) call.reject(486);
          else
            void call.answer(HERE).then(
              () => call.hangup(),
              () => undefined,
            );
        }
      }
      // Transactions end, so that the next packets are not taken for copies of these.
      await timers.advance(40_000);
      expect(agent.counters.failed).toBe(0);
    }),
    runs(60),
  );
  // Some mutants still are calls; how many is chance.
  expect(taken).toBeGreaterThan(10);
  await send(message('OPTIONS', { tag, seq: 2 }));
  expect(statuses().at(-1)).toBe('200');
  running?.hangup();
  await timers.advance(A_WHILE);
  expect(agent.liveCalls()).toBe(0);
  expect(timers.pending()).toBe(0);
  expect(caller.got('BYE').length).toBeGreaterThan(0);
});
