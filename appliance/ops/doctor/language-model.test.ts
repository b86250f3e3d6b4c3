import { expect, test } from 'vitest';
import { always } from '#fakes/model-script.ts';
import { openOllama } from '#fakes/ollama-server.ts';
import { parseConfig } from '#shared/config/parse.ts';
import { languageModel } from './language-model.ts';

const run = (servers: string) =>
  languageModel.run(parseConfig(servers === '' ? '' : `llm: {servers: [${servers}]}`, '/etc/pilot.yaml'));

test('no language model is a choice, and what it means is said', async () => {
  expect(await run('')).toMatchObject({ status: 'ok', detail: 'none: callers are understood by rules alone' });
});

test('there, not there, without the model, and with a trap: each with what it costs', async () => {
  const server = await openOllama(always('{}'), { models: ['llama3.1:8b', 'qwen3.5:4b'] });
  const { url } = server;
  expect(await run(`{name: gpu, url: "${url}", model: "llama3.1:8b"}`)).toMatchObject({ status: 'ok' });
  expect(await run(`{name: gpu, url: "${url}", model: "gemma3:4b"}`)).toMatchObject({
    status: 'warn',
    fix: 'Fetch it: ollama pull gemma3:4b',
  });
  expect(await run(`{name: gpu, url: "${url}", model: "qwen3.5:4b"}`)).toMatchObject({
    status: 'warn',
    detail: expect.stringContaining('the schema is ignored'),
  });
  await server.close();
  const gone = await run(`{name: gpu, url: "${url}", model: "llama3.1:8b"}`);
  expect(gone).toMatchObject({ status: 'warn', cost: expect.stringContaining('asked again') });
  expect(gone.detail).toContain('cannot be reached');
});

test('a key that is not set is named before anything is asked', async () => {
  expect(
    await run('{name: far, kind: openai, url: "https://llm.example/v1", model: m, key_env: PILOT_TEST_NO_SUCH_KEY}'),
  ).toMatchObject({ status: 'warn', detail: expect.stringContaining('PILOT_TEST_NO_SUCH_KEY is empty') });
});
