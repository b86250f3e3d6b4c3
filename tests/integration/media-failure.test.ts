import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** A process that records a call of silence and is killed after its third second of sound. */
const PROGRAM = `
  import { openMedia } from '#voice/media/media.ts';
  import { silentLog } from '#observe/log.ts';
  const media = await openMedia({ host: '127.0.0.1', portRange: { from: 27000, to: 27999 }, log: silentLog() });
  const leg = await media.openLeg();
  let frames = 0;
  leg.onFrame(() => ++frames === 150 && process.kill(process.pid, 'SIGKILL'));
  leg.start({ remoteHost: '127.0.0.1', remotePort: 9, codec: 'PCMU', payloadType: 0, dtmfPayloadType: null, ptime: 20 });
  leg.record({ path: process.env.RECORDING });
`;

it('a recording is a valid file, short of its last second or so, when the process is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'media-killed-'));
  const path = join(folder, 'call.wav');
  const killed = await new Promise<string | undefined>((resolve) => {
    execFile(
      process.execPath,
      ['--input-type=module-typescript', '--eval', PROGRAM],
      { cwd: fileURLToPath(new URL('../..', import.meta.url)), env: { ...process.env, RECORDING: path } },
      (error) => resolve(error?.signal ?? undefined),
    );
  });
  expect(killed).toBe('SIGKILL');
  const file = await readFile(path);
  const bytes = file.readUInt32LE(40);
  expect(file.toString('latin1', 0, 4)).toBe('RIFF');
  expect(bytes).toBeGreaterThanOrEqual(32_000);
  expect(file.length).toBeGreaterThanOrEqual(44 + bytes);
  await rm(folder, { recursive: true });
});
