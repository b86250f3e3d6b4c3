import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { HealthReport } from '#shared/api/health.ts';
import type { CallRecord } from '#shared/api/records.ts';
import { Box } from './box.ts';
import { Caller } from './caller.ts';

const folder = mkdtempSync(join(tmpdir(), 'pilot-no-recording-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One call in which something is said and answered: what stands on record of it, and what the box says of its health. */
const callOnce = async (box: Box): Promise<{ call: CallRecord; health: HealthReport }> => {
  {
    await using caller = await Caller.ring(box.sip);
    await caller.hears(/help you/);
    await caller.say('my furnace stopped working');
    await caller.hears(/heat is not/);
  }
  return { call: await box.endedCall(), health: await box.json<HealthReport>('/healthz') };
};

const recordingCheck = ({ status, checks }: HealthReport) => ({
  status,
  ...checks.find(({ name }) => name === 'recording'),
});

test.concurrent('a file stands where the recordings belong: the call goes on, and the office is told why it is not recorded', async () => {
  const dataFolder = mkdtempSync(join(folder, 'file-'));
  writeFileSync(join(dataFolder, 'recordings'), 'not a folder');
  await using box = await Box.start({ dataFolder });
  const { call, health } = await callOnce(box);
  expect(call).toMatchObject({
    hasRecording: false,
    recordingFailure: expect.stringContaining('ENOTDIR'),
    endedBy: 'caller',
  });
  expect(call.transcript.filter(({ speaker }) => speaker === 'caller')).toMatchObject([
    { text: expect.stringContaining('furnace stopped working') },
  ]);
  expect(recordingCheck(health)).toMatchObject({
    status: 'degraded',
    ok: false,
    detail: expect.stringContaining('ENOTDIR'),
    fix: expect.stringContaining('data folder'),
  });
  expect(box.log).toContain('a call could not be recorded');
}, 120_000);

test.concurrent('the disk fills up in the middle of a call: the call goes on, and what was recorded can be played', async () => {
  const dataFolder = mkdtempSync(join(folder, 'full-'));
  const recordings = join(dataFolder, 'recordings');
  mkdirSync(recordings, { recursive: true });
  // A disk of three seconds of sound, seen by this box alone and gone with it.
  const disk = 'mount -t tmpfs -o size=96k full "$0" && exec "$@"';
  await using box = await Box.start({ dataFolder, under: ['unshare', '--mount', 'sh', '-c', disk, recordings] });
  const { call, health } = await callOnce(box);
  expect(call).toMatchObject({
    hasRecording: true,
    recordingFailure: expect.stringContaining('ENOSPC'),
    endedBy: 'caller',
  });
  expect(recordingCheck(health)).toMatchObject({
    ok: false,
    detail: expect.stringContaining('ENOSPC'),
    fix: expect.stringContaining('Free space'),
  });
  const wav = Buffer.from(await (await fetch(`${box.http}/api/v1/calls/${call.id}/recording`)).arrayBuffer());
  const bytes = wav.readUInt32LE(40);
  expect(bytes).toBeGreaterThan(32_000);
  expect(wav.length).toBeGreaterThanOrEqual(44 + bytes);
}, 120_000);
