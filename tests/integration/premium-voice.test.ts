import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { isPilotError } from '#shared/errors.ts';
import { PremiumProcess } from '#voice/speech/premium/premium-process.ts';
import { ElevenLabsServer, MS_PER_CHARACTER, type Behaviour } from '#fakes/elevenlabs-server.ts';

const KEY = 'test-key';
const SENTENCE = 'We can be there tomorrow morning.';
/** No sound by then is a fault, ms; a busy test machine needs some of it for itself. */
const FIRST_AUDIO_MS = 1500;
let server: ElevenLabsServer;
let voice: PremiumProcess;
const open: PremiumProcess[] = [];

const premium = async (key = KEY): Promise<PremiumProcess> => {
  const opened = new PremiumProcess({
    settings: { key, voice: 'voice-1', model: 'eleven_flash_v2_5', url: server.url },
    firstAudioMs: FIRST_AUDIO_MS,
    stallMs: 400,
    probeMs: 50,
    log: silentLog(),
  });
  open.push(opened);
  await opened.start();
  return opened;
};

/** Resolves once the voice may be asked, or may not. */
const becomes = async (one: PremiumProcess, available: boolean): Promise<void> => {
  while (one.available !== available) await new Promise((resolve) => setTimeout(resolve, 10));
};

beforeAll(async () => {
  server = await ElevenLabsServer.start(KEY);
  voice = await premium();
});
beforeEach(async () => {
  server.otherwise = { kind: 'speaks' };
  await becomes(voice, true);
});
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  await server.close();
});

/** Samples that came, and the code of what ended it. */
const said = async (text: string, by = voice): Promise<{ samples: number; code: string | null }> => {
  let samples = 0;
  try {
    for await (const piece of by.speak(text)) samples += piece.length;
    return { samples, code: null };
  } catch (error) {
    return { samples, code: isPilotError(error) ? error.code : String(error) };
  }
};

test('it is tried by one word before any caller depends on it, and then speaks a sentence whole', async () => {
  expect(server.requests.map(({ text }) => text)).toEqual(['One.']);
  expect(await said(SENTENCE)).toEqual({ samples: SENTENCE.length * MS_PER_CHARACTER * 8, code: null });
  expect(server.requests[1]).toEqual({
    voice: 'voice-1',
    text: SENTENCE,
    model: 'eleven_flash_v2_5',
    format: 'pcm_8000',
  });
  expect(voice.state).toMatchObject({ ok: true, fix: null });
});

test('a wrong key is known at the start, and told without the key', async () => {
  const stranger = await premium('wrong-secret-key');
  while (!stranger.state.detail.includes('401')) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(stranger.available).toBe(false);
  expect(stranger.state.detail).toContain('401 invalid_api_key');
  expect(JSON.stringify(stranger.state)).not.toContain('wrong-secret-key');
});

test.each<[string, Behaviour, { code: string; some: boolean }]>([
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
  server.next.push(how);
  const result = await said(SENTENCE);
  expect(result.code).toBe(code);
  expect(result.samples > 0).toBe(some);
  expect(voice.available).toBe(false);
  expect(voice.state.ok).toBe(false);
});

test('after a fault a probe tells that it speaks again', async () => {
  server.otherwise = { kind: 'refuses', status: 503, code: 'internal' };
  expect((await said(SENTENCE)).code).toBe('premium_refused');
  server.otherwise = { kind: 'speaks' };
  await becomes(voice, true);
  expect((await said(SENTENCE)).code).toBeNull();
});

test('a listener who leaves ends the stream, and that is no fault', async () => {
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
  const before = server.texts.length;
  server.next.push({ kind: 'stalls', after: 0.5 });
  const first = said(SENTENCE);
  while (server.texts.length === before) await new Promise((resolve) => setTimeout(resolve, 10));
  process.kill(voice.workerPid ?? 0, 'SIGKILL');
  expect((await first).code).toBe('premium_broken');
  await becomes(voice, true);
  expect((await said(SENTENCE)).code).toBeNull();
});

test('a used-up quota is told as such, and costs nothing', async () => {
  const other = await premium();
  await becomes(other, true);
  server.next.push({ kind: 'refuses', status: 401, code: 'quota_exceeded' });
  expect(await said(SENTENCE, other)).toEqual({ samples: 0, code: 'premium_refused' });
  expect(other.state.detail).toContain('401 quota_exceeded');
  expect(other.available).toBe(false);
});
