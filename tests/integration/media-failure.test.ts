import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const RECORDER = fileURLToPath(new URL('../fakes/killed-recorder.ts', import.meta.url));

it('a recording is a valid file, short of its last 15 seconds or so, when the process is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'media-killed-'));
  const path = join(folder, 'call.wav');
  const signal = await new Promise<string | null | undefined>((resolve) => {
    execFile(process.execPath, [RECORDER, path], (error) => resolve(error?.signal));
  });
  expect(signal).toBe('SIGKILL');
  const file = await readFile(path);
  const bytes = file.readUInt32LE(40);
  expect(file.toString('latin1', 0, 4)).toBe('RIFF');
  expect(bytes).toBeGreaterThanOrEqual(32_000);
  expect(bytes).toBeLessThanOrEqual(4 * 32_000);
  expect(file.length).toBeGreaterThanOrEqual(44 + bytes);
  await rm(folder, { recursive: true });
});
