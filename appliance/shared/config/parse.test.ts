import { expect, test } from 'vitest';
import { isPilotError } from '../errors.ts';
import { parseConfig } from './parse.ts';

const failure = (text: string) => {
  try {
    parseConfig(text, '/etc/pilot.yaml');
  } catch (error) {
    if (isPilotError(error)) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
};

test('an empty file is the default: loopback, no mail, the data folder beside the file', () => {
  const config = parseConfig('', '/etc/pilot.yaml');
  expect(config.http).toEqual({ host: '127.0.0.1', port: 8080 });
  expect(config.sip.allowed).toEqual(['127.0.0.0/8']);
  expect(config.smtp).toBeNull();
  expect(config.dataFolder).toBe('/etc/data');
});

test('a wrong value is named with line and column', () => {
  const error = failure('http:\n  port: 8080\nsip:\n  port: seventy\n');
  expect(error.code).toBe('config_invalid');
  expect(error.message).toContain('/etc/pilot.yaml:4:9: sip.port');
});

test('an unknown setting is named with its place', () => {
  expect(failure('http:\n  prot: 80\n').message).toContain('/etc/pilot.yaml:2:9: http.prot: unknown setting prot');
});

test('broken YAML is named with its place', () => {
  const error = failure('http: [\n');
  expect(error.code).toBe('config_syntax');
  expect(error.message).toMatch(/pilot\.yaml:\d+:\d+/);
});

test('every wrong setting is listed at once', () => {
  const { message } = failure('http: {port: -1}\nsip: {max_calls: 0}\n');
  expect(message).toContain('http.port');
  expect(message).toContain('sip.max_calls');
});
