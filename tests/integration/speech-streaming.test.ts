import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { toyStreamingModel } from '#voice/speech/engines.ts';
import type { SpeechToText } from '#voice/speech/ports.ts';
import { STREAMING_KINDS } from '#voice/speech/stt/model.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';
import { hear, pushFrames, silence, tones, toyText } from './speech-audio.ts';

const SAID = [
  ['five', 'five', 'zero', 'one', 'help'],
  ['hello', 'yes', 'no'],
  ['nine', 'eight', 'seven', 'six', 'five', 'four', 'three', 'two'],
  ['no'],
];

describe.each(STREAMING_KINDS)('%s', (kind) => {
  let stt: SpeechToText;
  beforeAll(async () => {
    stt = await openSpeechToText({ engine: { model: toyStreamingModel(kind) }, log: silentLog() });
  });
  afterAll(() => stt.close());

  test.each(SAID.map((words) => ({ words, text: toyText(words) })))('hears "$text"', async ({ words, text }) => {
    expect(await hear(stt, tones(words))).toBe(text);
  });

  test('interleaved utterances each keep their own state', async () => {
    const texts = await Promise.all(SAID.map((words) => hear(stt, tones(words))));
    expect(texts).toEqual(SAID.map(toyText));
  });

  test('partials are the words so far', async () => {
    const words = ['one', 'two', 'three', 'four', 'five'];
    const partials: string[] = [];
    const utterance = stt.open({ id: 'partials', onPartial: (text) => partials.push(text) });
    for (let at = 0, audio = tones(words); at < audio.length; at += 1600) {
      await pushFrames(utterance, audio.subarray(at, at + 1600));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const { text } = await utterance.finish();
    expect(text).toBe(toyText(words));
    expect(partials.length).toBeGreaterThan(2);
    for (const partial of partials) expect(text.startsWith(partial)).toBe(true);
  });

  test('nothing is lost or said twice across the pauses of a long utterance', async () => {
    const utterance = stt.open({ id: 'pauses' });
    for (const words of SAID) {
      await pushFrames(utterance, tones(words));
      await pushFrames(utterance, silence(3500));
    }
    expect((await utterance.finish()).text.replaceAll('.', '')).toBe(SAID.flat().join(' '));
  });

  test('an early look does not end the utterance', async () => {
    const utterance = stt.open({ id: 'early' });
    await pushFrames(utterance, tones(['one', 'two']));
    await pushFrames(utterance, silence(200));
    utterance.prefinal();
    await pushFrames(utterance, tones(['three']));
    expect((await utterance.finish()).text).toBe('one two three');
  });
});
