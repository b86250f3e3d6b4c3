import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { readCatalog } from '#voice/speech/catalog.ts';
import { modelsCommand } from './models.ts';

const out = captureStdout();
let store = '';
beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), 'store-'));
});
afterEach(async () => {
  await rm(store, { recursive: true });
});

const run = (...argv: string[]): Promise<number> => modelsCommand([...argv, '--store', store]);

test('list --json gives one object a model, with what is here', async () => {
  expect(await run('list', '--json')).toBe(0);
  const models = out.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; state: string; licence: string });
  expect(models.map((model) => model.name)).toEqual(readCatalog().map((model) => model.name));
  expect(models.every((model) => model.state === 'absent' && model.licence !== '')).toBe(true);
});

test('list names each model with size and licence', async () => {
  await run('list');
  expect(out.text).toMatch(/^parakeet-v2 +stt-final +482 MB +absent +CC-BY-4\.0$/m);
});

test('check of a model that is not here fails; of an empty store it does not', async () => {
  expect(await run('check')).toBe(0);
  expect(await run('check', 'parakeet-v2')).toBe(1);
  expect(out.text).toContain('parakeet-v2: absent');
});

test('what cannot be verified is not fetched', async () => {
  await expect(run('get', 'whisper-tiny.en')).rejects.toMatchObject({ code: 'model_unpinned' });
});

test.each([[[]], [['fetch']], [['get']], [['list', '--jsn']]])('%j is a wrong command line', async (argv) => {
  await expect(run(...argv)).rejects.toMatchObject({ code: 'usage' });
});

test('an unknown model is told, and --help tells how', async () => {
  await expect(run('get', 'nemotron')).rejects.toMatchObject({ code: 'model_unknown' });
  expect(await run('--help')).toBe(0);
  expect(out.text).toContain('--accept-unpinned');
});
