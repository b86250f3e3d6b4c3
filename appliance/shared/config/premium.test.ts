import { expect, test } from 'vitest';
import { isPilotError } from '../errors.ts';
import { parseConfig } from './parse.ts';

const premiumOf = (inner: string) =>
  parseConfig(`speech:\n  premium: {provider: elevenlabs, voice: abcd1234${inner}}\n`, '/etc/pilot.yaml').speech
    .premium;

const refused = (inner: string): string => {
  try {
    premiumOf(inner);
  } catch (error) {
    if (isPilotError(error)) return error.message;
    throw error;
  }
  throw new Error('the configuration was accepted');
};

test('without the block the box has no premium voice', () => {
  expect(parseConfig('', '/etc/pilot.yaml').speech.premium).toBeNull();
});

test('the key stands beside the configuration, never in it', () => {
  expect(premiumOf(', key_file: secrets/key')).toMatchObject({
    keyFile: '/etc/secrets/key',
    keyEnv: null,
    model: 'eleven_flash_v2_5',
    firstAudioMs: 700,
  });
  expect(refused(', key: abc')).toContain('unknown setting key');
  expect(refused('')).toContain('speech.premium: say where the key is');
  expect(refused(', key_env: A, key_file: b')).toContain('one of them');
});

test('the key never travels in the clear', () => {
  expect(refused(', key_env: A, url: "http://speech.example.com"')).toContain('use https');
  expect(premiumOf(', key_env: A, url: "http://127.0.0.1:9"')).toMatchObject({ url: 'http://127.0.0.1:9' });
});
