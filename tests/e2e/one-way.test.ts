import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { CallSummary } from '#shared/api/records.ts';
import { Box } from './box.ts';
import { runSipp } from './sipp/run.ts';

const PILOT = resolve(import.meta.dirname, '../../bin/pilot');

test('a caller whose sound never arrives: the call says so on its record, and its trace outlives the voice process', async () => {
  await using box = await Box.start();
  const silent = runSipp('silent-call', box.sip.replace(/^sip:[^@]*@/, ''));
  const trace = async (...more: string[]): Promise<string> =>
    (await promisify(execFile)(PILOT, ['trace', ...more, '--data', box.ready.data])).stdout;
  const live = async (): Promise<string> =>
    (await box.json<{ items: CallSummary[] }>('/api/v1/calls')).items[0]?.id ?? '';
  await expect.poll(live, { timeout: 5000 }).not.toBe('');
  const followed = trace(await live(), '--follow');
  expect(await silent).toEqual({ code: 0, errors: '' });
  const call = await box.endedCall();
  expect(call.endedBy).toBe('caller');
  expect(call.oneWay).toEqual({ cause: 'no_packets', afterMs: expect.any(Number), restoredMs: null });
  expect(call.oneWay?.afterMs).toBeGreaterThanOrEqual(5000);
  expect(call.quality).toMatchObject({ receivedPackets: 0, mos: null });
  expect(box.log).toContain('a caller could not be heard');

  expect(await followed).toContain('* one-way: no_packets');
  const shown = await trace(call.id);
  for (const step of ['INVITE [SDP]', '180 Ringing', '200 OK [SDP]', 'ACK', '* one-way: no_packets', '200 OK (BYE)'])
    expect(shown).toContain(step);
  expect(await trace('--list')).toContain(call.id);
  await box.kill('voice');
  expect(await trace('--list')).not.toContain(call.id);
  expect(await trace(call.id)).toContain('* one-way: no_packets');
}, 120_000);
