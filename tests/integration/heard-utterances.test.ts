import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadUtterances } from '#cli/read-set.ts';
import { createReader } from '#conversation/read/reader.ts';
import { loadDirectory } from '#core/directory.ts';
import { loadPlaybook } from '#core/playbooks.ts';
import { silentLog } from '#observe/log.ts';
import { decodeG711, encodeG711 } from '#voice/media/g711.ts';
import { benchModel, espeakVoice } from '#voice/speech/engines.ts';
import { concat } from '#voice/speech/pcm.ts';
import type { SpeechToText } from '#voice/speech/ports.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';
import { openTextToSpeech } from '#voice/speech/tts/text-to-speech.ts';
import { silence } from './speech-audio.ts';

const LONG = process.env['PILOT_LONG'] === '1';
/** Every line in the long run, every tenth in the quick one. */
const lines = loadUtterances(fileURLToPath(new URL('../fixtures/utterances', import.meta.url)))
  .filter((line) => line.urgency === 'life_safety')
  .filter((_, index) => LONG || index % 10 === 0);

let stt: SpeechToText;
let clipFolder = '';
beforeAll(async () => {
  clipFolder = await mkdtemp(join(tmpdir(), 'clips-'));
  stt = await openSpeechToText({ engine: { model: benchModel() }, log: silentLog() });
});
afterAll(async () => {
  await stt.close();
  await rm(clipFolder, { recursive: true });
});

const overG711 = (samples: Int16Array): Int16Array => {
  const octets = new Uint8Array(samples.length);
  encodeG711('PCMU', samples, octets);
  return decodeG711('PCMU', octets);
};

const hear = async (samples: Int16Array): Promise<string> => {
  const utterance = stt.open({ id: 'line' });
  utterance.push(overG711(concat([silence(200), samples, silence(200)])));
  return (await utterance.finish()).text;
};

test('danger to people is understood as spoken by two voices over G.711', {
  timeout: LONG ? 1_800_000 : 240_000,
}, async () => {
  const reader = createReader({
    directory: loadDirectory({ home: { state: 'OH' } }),
    playbook: loadPlaybook('all'),
  });
  const missed: string[] = [];
  for (const voice of ['en-us', 'en-us+m3']) {
    const tts = await openTextToSpeech({ voices: [espeakVoice(150, voice)], log: silentLog(), clipFolder });
    try {
      for (const { text } of lines) {
        const heard = await hear(await tts.render({ text }));
        const { urgency } = reader.read(heard, {
          expect: 'open',
          now: Date.parse('2026-11-23T20:10:00-05:00'),
          zone: 'America/New_York',
          offered: [],
        });
        if (urgency !== 'life_safety') missed.push(`${voice}: ${text} -> ${heard} (${urgency})`);
      }
    } finally {
      await tts.close();
    }
  }
  const spoken = 2 * lines.length;
  console.log(
    `${spoken - missed.length} of ${spoken} understood${missed.map((line) => `\n  missed ${line}`).join('')}`,
  );
  expect(lines.length).toBeGreaterThan(20);
  // So few lines as in the quick run may hold more of those that this recognizer cannot hear.
  expect((spoken - missed.length) / spoken).toBeGreaterThanOrEqual(LONG ? 0.97 : 0.88);
});
