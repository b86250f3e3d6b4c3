import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { benchModel, toyStreamingModel } from '#voice/speech/engines.ts';
import type { SpeechToText } from '#voice/speech/ports.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';
import { hear, pushFrames, recording, recordings, silence, tones, toyText } from './speech-audio.ts';

let stt: SpeechToText;
beforeAll(async () => {
  stt = await openSpeechToText({ engine: { model: benchModel() }, log: silentLog() });
});
afterAll(() => stt.close());

test('the bench recognizer says that it is one', () => {
  expect(stt.info).toEqual({
    name: 'bench-stt',
    bench: true,
    note: 'understands synthesized English about trades and nothing else',
  });
});

test.each(recordings())('$file is heard as "$recognised"', async ({ file, recognised }) => {
  expect(await hear(stt, recording(file))).toBe(recognised);
});

test('sixteen utterances at once each keep their own words', async () => {
  const all = recordings();
  expect(await Promise.all(all.map(({ file }) => hear(stt, recording(file))))).toEqual(
    all.map((one) => one.recognised),
  );
});

test('partials grow while the caller speaks, and a text decoded in the pause is the final one', async () => {
  const partials: string[] = [];
  let some = () => {};
  const heardSome = new Promise<void>((resolve) => {
    some = resolve;
  });
  const utterance = stt.open({
    id: 'partials',
    onPartial: (text) => {
      partials.push(text);
      if (partials.length === 2) some();
    },
  });
  const audio = recording('d1_07.wav');
  for (let at = 0; at < audio.length; at += 2400) {
    await pushFrames(utterance, audio.subarray(at, at + 2400));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await heardSome;
  await pushFrames(utterance, silence(200));
  utterance.prefinal();
  await pushFrames(utterance, silence(200));
  const heard = await utterance.finish();
  expect(heard.text).toBe("that's seven six zero five five five three eight seven four");
  expect(heard.degraded).toBe(false);
});

test('an utterance with no audio, and one of pure silence, hold no words', async () => {
  expect((await stt.open({ id: 'empty' }).finish()).text).toBe('');
  expect(await hear(stt, silence(1000))).toBe('');
});

test('a streaming model with a final pass: partials from the one, the text from the other', async () => {
  const two = await openSpeechToText({
    engine: { model: toyStreamingModel('nemoCtc'), finalPass: benchModel() },
    log: silentLog(),
  });
  try {
    expect(two.info.name).toBe('toy nemoCtc + bench-stt');
    expect(await hear(two, recording('b2_05.wav'))).toBe('gate code is star eighty six forty two');
    const partials: string[] = [];
    const utterance = two.open({ id: 'tones', onPartial: (text) => partials.push(text) });
    await pushFrames(utterance, tones(['five', 'one', 'help']));
    await pushFrames(utterance, silence(500));
    await utterance.finish();
    expect(partials.at(-1)).toBe(toyText(['five', 'one', 'help']));
  } finally {
    await two.close();
  }
});
