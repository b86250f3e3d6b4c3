import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { vroomBinary } from '#fakes/vroom/binary.ts';
import { runVroom } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'vroom-'));
afterAll(() => rmSync(folder, { recursive: true }));

const input = {
  jobs: [{ id: 1, location_index: 1, service: 60 }],
  vehicles: [{ id: 1, start_index: 0, profile: 'car' }],
  matrices: {
    car: {
      durations: [
        [0, 5],
        [5, 0],
      ],
    },
  },
};
const ask = (binary: string, graceMs = 20_000, what: unknown = input, unwanted?: AbortSignal) =>
  runVroom(what, { binary, limitMs: 100, threads: 1, graceMs }, unwanted);

it('takes the routes of a VROOM', async () => {
  const { routes } = await ask(vroomBinary(folder));
  expect(routes.map(({ vehicle, steps }) => [vehicle, steps.map(({ type, id }) => id ?? type)])).toEqual([
    [1, ['start', 1, 'end']],
  ]);
});

it('says what VROOM says when it refuses', async () => {
  const wrong = { ...input, jobs: [{ id: 1, location_index: 1, service: 0.5 }] };
  await expect(ask(vroomBinary(folder), 20_000, wrong)).rejects.toMatchObject({
    code: 'vroom_refused',
    message: expect.stringContaining('Invalid value for job 1') as string,
  });
});

it('says that no JSON came', async () => {
  await expect(ask(vroomBinary(folder, 'garbage'))).rejects.toMatchObject({
    code: 'vroom_failed',
    message: expect.stringContaining('Segmentation fault') as string,
  });
});

it('says that there is none, and how to name one', async () => {
  await expect(ask(join(folder, 'nowhere'))).rejects.toMatchObject({
    code: 'vroom_missing',
    fix: expect.stringContaining('VROOM_BIN') as string,
  });
});

it('ends one that outlives its limit, and none but that one', async () => {
  const pid = join(folder, 'pid');
  const path = join(folder, 'sleeps');
  writeFileSync(path, `#!/bin/sh\necho $$ > '${pid}'\nexec sleep 600\n`, { mode: 0o755 });
  await expect(ask(path, 3000)).rejects.toMatchObject({ code: 'vroom_failed' });
  expect(existsSync(pid)).toBe(true);
  expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow('ESRCH');
});

it('ends one that is wanted no more', async () => {
  const enough = new AbortController();
  const asking = ask(vroomBinary(folder, 'hangs'), 600_000, input, enough.signal);
  enough.abort();
  await expect(asking).rejects.toMatchObject({
    code: 'vroom_failed',
    message: expect.stringContaining('ended before') as string,
  });
});
