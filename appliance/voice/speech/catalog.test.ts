import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isPilotError } from '#shared/errors.ts';
import { modelPaths, parseCatalog, readCatalog, sttModelOf, turnModelOf, voiceOf } from './catalog.ts';
import { chooseRecognizer, chooseVoices, MODEL_STORE } from './choice.ts';
import { FILE_ROLES } from './stt/model.ts';

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (isPilotError(error)) return `${error.code}: ${error.fix}`;
    throw error;
  }
  return 'accepted';
};

test('every entry is one the engine code can load, under a name of its own', () => {
  const models = readCatalog();
  expect(models.length).toBeGreaterThan(10);
  expect(new Set(models.map((model) => model.name)).size).toBe(models.length);
  for (const model of models) {
    const stt = sttModelOf(model, '/models');
    const roles = stt ? FILE_ROLES[stt.kind] : model.kind === 'kokoro' ? ['model', 'voices'] : ['model'];
    expect(Object.keys(model.files)).toEqual(expect.arrayContaining([...roles]));
    expect(stt === undefined).toBe(model.role === 'tts' || model.role === 'turn');
    expect(turnModelOf(model, '/models') === undefined).toBe(model.role !== 'turn');
    expect(voiceOf(model, '/models') === undefined).toBe(model.role !== 'tts');
    expect(modelPaths(model, '/models').every((path) => path.startsWith(`/models/${model.name}/`))).toBe(true);
  }
});

test('no voice whose data or ancestor forbids business use, or leaves it open, is offered', () => {
  const doubtful =
    /lessac|ryan|hfc|amy|danny|alan|kusal|l2arctic|daniela|claude|joe|sam-|bryce|libritts_r|davefx|sharvard|ald|-low/;
  expect(readCatalog().filter((model) => doubtful.test(model.url.slice(model.url.lastIndexOf('/'))))).toEqual([]);
});

test('Whisper sizes are among the models', () => {
  expect(
    readCatalog()
      .filter((model) => model.kind === 'whisper')
      .map((model) => model.name),
  ).toEqual(['whisper-tiny.en', 'whisper-base.en', 'whisper-small.en', 'whisper-turbo']);
});

test('an entry that is not for business use is refused, with its place', () => {
  const entry = { ...readCatalog()[0], commercial: false };
  expect(() => parseCatalog(JSON.stringify({ models: [entry] }))).toThrow(/models\/0/);
});

test('a name nobody knows and a model that was not fetched are told apart, each with the way out', () => {
  const voice = (name: string) => chooseVoices({ voice: name, wordsPerMinute: 155 });
  expect(codeOf(() => chooseRecognizer('nemotron'))).toMatch(/model_unknown: .*pilot models list/);
  const absent = (role: string) =>
    readCatalog().find((model) => model.role === role && !existsSync(join(MODEL_STORE, model.name)))?.name ??
    'all are here';
  const recognizer = absent('stt-final');
  expect(codeOf(() => chooseRecognizer(recognizer))).toMatch(
    `model_missing: Fetch it with pilot models get ${recognizer}`,
  );
  expect(codeOf(() => voice(absent('tts')))).toMatch(/model_missing/);
  expect(codeOf(() => voice('lessac'))).toMatch(/model_unknown/);
  expect(codeOf(() => chooseRecognizer('bench+bench+bench'))).toMatch(/model_unknown/);
});

test('the bench recognizer says what it is, and espeak-ng always stands behind another voice', () => {
  const note = expect.stringContaining('nothing else') as string;
  expect(chooseRecognizer('bench').model).toMatchObject({ bench: true, note });
  expect(chooseVoices({ voice: 'toy-piper', wordsPerMinute: 150 }).map((one) => one.kind)).toEqual([
    'vits',
    'espeak-ng',
  ]);
  expect(chooseVoices({ voice: 'espeak-ng', wordsPerMinute: 150 })).toMatchObject([{ wordsPerMinute: 150 }]);
});

test('two models joined by a plus: one streams, the other decides', () => {
  expect(chooseRecognizer('toy-ctc + bench')).toMatchObject({
    model: { kind: 'nemoCtc' },
    finalPass: { kind: 'zipformerCtc' },
  });
});
