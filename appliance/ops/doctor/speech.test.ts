import { expect, test } from 'vitest';
import { parseConfig } from '#shared/config/parse.ts';
import { premiumVoice } from './speech.ts';

const run = (text: string) => premiumVoice.run(parseConfig(text, '/etc/pilot.yaml'));

test('without a premium voice the doctor says that nothing leaves the box', async () => {
  expect(await run('')).toMatchObject({ status: 'ok', detail: expect.stringContaining('off') as string });
});

test('a premium voice without its key is named, with what callers then hear', async () => {
  const found = await run('speech:\n  premium: {provider: elevenlabs, voice: abcd1234, key_env: NO_SUCH_KEY_HERE}\n');
  expect(found).toMatchObject({ status: 'warn', detail: expect.stringContaining('NO_SUCH_KEY_HERE') as string });
});
