import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { isPilotError } from '#shared/errors.ts';
import { PremiumProcess, type PremiumOptions } from '#voice/speech/premium/premium-process.ts';
import { ElevenLabsServer, MS_PER_CHARACTER, type Behaviour } from '#fakes/elevenlabs-server.ts';

const KEY = 'test-key';
const SENTENCE = 'We can be there tomorrow morning.';
let server: ElevenLabsServer;
const open: PremiumProcess[] = [];

beforeEach(async () => {
  server = await ElevenLabsServer.start(KEY);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((voice) => voice.close()));
  await server.close();
});

const premium = async (options: Partial<PremiumOptions> = {}, key = KEY): Promise<PremiumProcess> => {
  const voice = new PremiumProcess({
    settings: { key, voice: 'voice-1', model: 'eleven_flash_v2_5', url: server.url },
    firstAudioMs: 2000,
    stallMs: 400,
    probeMs: 50,
    log: silentLog(),
    ...options,
  });
  open.push(voice);
  await voice.start();
  return voice;
};

/** Resolves once the voice tells this of itself. */
const becomes = async (voice: PremiumProcess, available: boolean): Promise<void> => {
  while (voice.available !== available) await new Promise((resolve) => setTimeout(resolve, 10));
};

/** Samples that came, and the code of what ended it. */
const said = async (voice: PremiumProcess, text: string): Promise<{ samples: number; code: string | null }> => {
  let samples = 0;
  try {
    for await (const piece of voice.speak(text)) samples += piece.length;
    return { samples, code: null };
  } catch (error) {
    return { samples, code: isPilotError(error) ? error.code : String(error) };
  }
};

test('it is tried by one word before any caller depends on it, and then speaks a sentence whole', async () => {
  const voice = await premium();
  await becomes(voice, true);
  expect(server.requests.map(({ text }) => text)).toEqual(['One.']);
  expect(await said(voice, SENTENCE)).toEqual({ samples: SENTENCE.length * MS_PER_CHARACTER * 8, code: null });
  expect(server.requests[1]).toEqual({
    voice: 'voice-1',
    text: SENTENCE,
    model: 'eleven_flash_v2_5',
    format: 'pcm_8000',
  });
  expect(voice.state).toMatchObject({ ok: true, fix: null });
});

test('a wrong key is known at the start, and told without the key', async () => {
  const voice = await premium({}, 'wrong-secret-key');
  while (!voice.state.detail.includes('401')) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(voice.available).toBe(false);
  expect(voice.state.detail).toContain('401 invalid_api_key');
  expect(JSON.stringify(voice.state)).not.toContain('wrong-secret-key');
});

test.each<[string, Behaviour, { code: string; some: boolean }]>([
  [
    'is refused for a used-up quota',
    { kind: 'refuses', status: 401, code: 'quota_exceeded' },
    { code: 'premium_refused', some: false },
  ],
  [
    'is refused for too many at once',
    { kind: 'refuses', status: 429, code: 'too_many_concurrent_requests' },
    { code: 'premium_refused', some: false },
  ],
  [
    'meets an ill provider',
    { kind: 'refuses', status: 503, code: 'internal' },
    { code: 'premium_refused', some: false },
  ],
  ['begins too late', { kind: 'begins_late', ms: 60_000 }, { code: 'premium_late', some: false }],
  ['is cut in its middle', { kind: 'cuts', after: 0.5 }, { code: 'premium_broken', some: true }],
  ['stalls in its middle', { kind: 'stalls', after: 0.5 }, { code: 'premium_late', some: true }],
  ['ends politely long before its end', { kind: 'ends_early', after: 0.1 }, { code: 'premium_broken', some: true }],
  ['is answered by something that is no sound', { kind: 'garbage' }, { code: 'premium_broken', some: false }],
])('a sentence that %s fails, and is known to have failed', async (_, how, { code, some }) => {
  const voice = await premium({ firstAudioMs: how.kind === 'begins_late' ? 300 : 2000, probeMs: 60_000 });
  await becomes(voice, true);
  server.next.push(how);
  const result = await said(voice, SENTENCE);
  expect(result.code).toBe(code);
  expect(result.samples > 0).toBe(some);
  expect(voice.available).toBe(false);
  expect(voice.state.ok).toBe(false);
});

test('after a fault a probe tells that it speaks again', async () => {
  const voice = await premium({ probeMs: 50 });
  await becomes(voice, true);
  server.otherwise = { kind: 'refuses', status: 503, code: 'internal' };
  expect((await said(voice, SENTENCE)).code).toBe('premium_refused');
  server.otherwise = { kind: 'speaks' };
  await becomes(voice, true);
  expect((await said(voice, SENTENCE)).code).toBeNull();
});

test('a listener who leaves ends the stream, and that is no fault', async () => {
  const voice = await premium();
  await becomes(voice, true);
  server.next.push({ kind: 'stalls', after: 0.5 });
  const stop = new AbortController();
  let samples = 0;
  for await (const piece of voice.speak(SENTENCE, stop.signal)) {
    samples += piece.length;
    stop.abort();
  }
  expect(samples).toBeGreaterThan(0);
  expect(voice.available).toBe(true);
});

test('a worker that dies takes its sentence along, and another one is tried before it speaks', async () => {
  const voice = await premium();
  await becomes(voice, true);
  server.next.push({ kind: 'stalls', after: 0.5 });
  const first = said(voice, SENTENCE);
  while (server.texts.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  process.kill(voice.workerPid ?? 0, 'SIGKILL');
  expect((await first).code).toBe('premium_broken');
  await becomes(voice, true);
  expect((await said(voice, SENTENCE)).code).toBeNull();
});
