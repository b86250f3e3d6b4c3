import { expect, test } from 'vitest';
import { Box } from './box.ts';
import { runSipp } from './sipp/run.ts';

test('a caller whose sound never arrives: the call says so on its record', async () => {
  await using box = await Box.start();
  expect(await runSipp('silent-call', box.sip.replace(/^sip:[^@]*@/, ''))).toEqual({ code: 0, errors: '' });
  const call = await box.endedCall();
  expect(call.endedBy).toBe('caller');
  expect(call.oneWay).toEqual({ cause: 'no_packets', afterMs: expect.any(Number), restoredMs: null });
  expect(call.oneWay?.afterMs).toBeGreaterThanOrEqual(5000);
  expect(box.log).toContain('a caller could not be heard');
}, 120_000);
