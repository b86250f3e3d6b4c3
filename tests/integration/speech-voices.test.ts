import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { benchModel, espeakVoice, toyPiperVoice } from '#voice/speech/engines.ts';
import type { SpeechToText, TextToSpeech } from '#voice/speech/ports.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';
import { openTextToSpeech, type TextToSpeechOptions } from '#voice/speech/tts/text-to-speech.ts';
import { hear, silence } from './speech-audio.ts';

let stt: SpeechToText;
let folder = '';
const open: TextToSpeech[] = [];

beforeAll(async () => {
  stt = await openSpeechToText({ engine: { model: benchModel() }, log: silentLog() });
});
afterAll(() => stt.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clips-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((tts) => tts.close()));
  await rm(folder, { recursive: true });
});

const voice = async (options: Partial<TextToSpeechOptions> = {}): Promise<TextToSpeech> => {
  const tts = await openTextToSpeech({ voices: [espeakVoice()], log: silentLog(), clipFolder: folder, ...options });
  open.push(tts);
  return tts;
};

const padded = (samples: Int16Array): Int16Array => {
  const out = new Int16Array(samples.length + 3200);
  out.set(silence(200));
  out.set(samples, 1600);
  return out;
};

const loudest = (samples: Int16Array): number =>
  samples.reduce((top, sample) => Math.max(top, Math.abs(sample)), 0) / 32_768;

test.each([
  ['My air conditioner stopped cooling.', 'my air conditioner stopped cooling'],
  ['What is the best phone number?', 'what is the best phone number'],
  ['Five five five, zero one four two.', 'five five five zero one four two'],
  ['I have tonight, from nine to eleven.', 'i have tonight from nine to eleven'],
])('espeak-ng says "%s" and the recognizer hears it', async (text, words) => {
  const tts = await voice();
  expect(await hear(stt, padded(await tts.render({ text })))).toBe(words);
});

test('speech comes at -3 dBFS, with little silence at its ends', async () => {
  const tts = await voice();
  const samples = await tts.render({ text: 'Thanks for calling.' });
  expect(loudest(samples)).toBeGreaterThan(0.65);
  expect(loudest(samples)).toBeLessThan(0.75);
  const quietMs = (ordered: Int16Array) => ordered.findIndex((sample) => Math.abs(sample) > 240) / 8;
  expect(quietMs(samples)).toBeLessThanOrEqual(60);
  expect(quietMs(samples.toReversed())).toBeLessThanOrEqual(60);
});

test('a Piper voice speaks: more for a longer text', async () => {
  const tts = await voice({ voices: [toyPiperVoice()] });
  const short = await tts.render({ text: 'Hello.' });
  const long = await tts.render({ text: 'Thank you for calling, how can I help you today?' });
  expect(short.length).toBeGreaterThan(1000);
  expect(long.length).toBeGreaterThan(3 * short.length);
  expect(tts.info).toMatchObject({ bench: true, name: 'toy piper' });
});

test('several sentences come one after the other, and together they are the whole', async () => {
  const tts = await voice();
  const pieces: number[] = [];
  const text = 'Thanks for calling. What is the address of the job? Take your time.';
  for await (const piece of tts.speak({ text })) pieces.push(piece.length);
  expect(pieces).toHaveLength(3);
  expect((await tts.render({ text })).length).toBe(pieces.reduce((sum, one) => sum + one, 0));
});

test('a fixed phrase is rendered once, kept on disk, and found by the next run', async () => {
  const text = 'This call is recorded.';
  const first = await voice();
  expect(await first.prewarm([text, text])).toBe(1);
  expect(await first.prewarm([text])).toBe(0);
  const samples = await first.render({ text, clip: true });
  const next = await voice();
  expect(await next.prewarm([text])).toBe(0);
  expect(await next.render({ text, clip: true })).toEqual(samples);
  expect(await readdir(folder)).toHaveLength(1);
});

test('a damaged clip is rendered again', async () => {
  const text = 'This call is recorded.';
  await (await voice()).prewarm([text]);
  const [name] = await readdir(folder);
  await writeFile(join(folder, name ?? ''), 'not a clip');
  const tts = await voice();
  expect(await tts.prewarm([text])).toBe(1);
  expect((await tts.render({ text, clip: true })).length).toBeGreaterThan(4000);
});

test('speech that is stopped ends without an error and without the rest', async () => {
  const tts = await voice();
  const stop = new AbortController();
  const pieces: Int16Array[] = [];
  for await (const piece of tts.speak({ text: 'One. Two. Three. Four. Five.', signal: stop.signal })) {
    pieces.push(piece);
    stop.abort();
  }
  expect(pieces).toHaveLength(1);
  expect(await tts.render({ text: 'Never heard.', signal: stop.signal })).toHaveLength(0);
});

test('text with nothing to say is silence, and markup cannot reach the voice', async () => {
  const tts = await voice();
  expect(await tts.render({ text: ' … ' })).toHaveLength(0);
  const plain = await tts.render({ text: 'hello' });
  expect((await tts.render({ text: '[[hello]]' })).length).toBe(plain.length);
  expect((await tts.render({ text: '--version' })).length).toBeLessThan(16_000);
});

test('a voice that cannot start leaves the speaking to espeak-ng', async () => {
  const broken = { ...toyPiperVoice(), files: { model: '/nowhere/voice.onnx' } };
  const tts = await voice({ voices: [broken, espeakVoice()] });
  expect(tts.current.name).toBe('espeak-ng');
  expect((await tts.render({ text: 'Hello.' })).length).toBeGreaterThan(1000);
});

test('without any voice the error says what to install', async () => {
  const missing = { ...espeakVoice(), program: '/nowhere/espeak-ng' };
  await expect(voice({ voices: [missing] })).rejects.toMatchObject({
    code: 'tts_engine_failed',
    fix: expect.stringContaining('apt-get install espeak-ng') as string,
  });
});
