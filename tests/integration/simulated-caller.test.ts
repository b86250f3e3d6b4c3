import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { openScriptedAgent } from '#fakes/scripted-agent.ts';
import { benchModel, espeakVoice } from '#voice/speech/engines.ts';
import type { SpeechToText, TextToSpeech } from '#voice/speech/ports.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';
import { openTextToSpeech } from '#voice/speech/tts/text-to-speech.ts';
import { defaultPersona } from '../../demo/callers/roster.ts';
import { ringAs } from '#drills/phone/ring.ts';

let stt: SpeechToText;
let voice: TextToSpeech;
let folder: string;
beforeAll(async () => {
  const log = silentLog();
  folder = await mkdtemp(join(tmpdir(), 'caller-'));
  stt = await openSpeechToText({ engine: { model: benchModel() }, log });
  voice = await openTextToSpeech({ voices: [espeakVoice()], log });
});
afterAll(async () => {
  await stt.close();
  await voice.close();
  await rm(folder, { recursive: true, force: true });
});

const ring = (target: string) =>
  ringAs({ persona: defaultPersona(), target, record: join(folder, 'call.wav'), log: silentLog() });

test('a caller answers by ear what a far end asks by voice, corrects a wrong read-back and hangs up', async () => {
  const lines = [
    'Thank you for calling. How can I help you today?',
    'What is your first and last name?',
    'I heard Sandra Muller. Is that right?',
    'What is the best phone number to reach you?',
    'I heard five five five, one two three, zero zero zero one. Is that right?',
    'I heard five five five, one two three, zero zero zero zero. Is that right?',
    'I have tonight, seven to nine, or tonight, nine to eleven. Which time works for you?',
    'Thank you for calling. Goodbye.',
  ];
  await using far = await openScriptedAgent({ stt, voice, script: (_, turn) => lines[turn] ?? null });
  const result = await ring(far.address);
  expect(result.turns.map((turn) => turn.said)).toEqual([
    'Hi, the AC stopped cooling, and the outdoor unit is rattling.',
    'My name is Sarah, Miller.',
    'No, it is Sarah, Miller.',
    'It is five five five, one two three, zero zero zero zero.',
    'No, my number is five five five, one two three, zero zero zero zero.',
    'Yes, that is right.',
    'Tonight, nine to eleven, please.',
    null,
  ]);
  expect(far.heard[0]).toBe('hi the ac stopped cooling and the outdoor unit is rattling');
  expect(far.heard[6]).toBe('tonight nine to eleven please');
  expect(await far.endedBy).toBe('remote');
  expect(result.finished).toBe(true);
  const gaps = result.turns.slice(1).map((turn) => turn.voiceToVoiceMs ?? 0);
  // The far end waits 600 ms and then has to recognize and render: it can be later than that, never sooner.
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(580);
}, 120_000);

test('a caller notices that the far end hung up', async () => {
  await using far = await openScriptedAgent({
    stt,
    voice,
    script: (_, turn) => (turn === 0 ? 'How can I help you today?' : null),
  });
  const result = await ring(far.address);
  expect(result.ended.by).toBe('remote');
  expect(result.finished).toBe(false);
  expect(result.turns).toHaveLength(1);
}, 60_000);
