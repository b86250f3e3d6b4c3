import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isPilotError } from '#shared/errors.ts';
import { benchModel, toyStreamingModel } from '../engines.ts';
import { checkSttModel } from './check-model.ts';
import type { SttModel } from './model.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-'));
});
afterAll(() => rm(folder, { recursive: true }));

const refusal = async (model: SttModel): Promise<string> => {
  const error: unknown = await checkSttModel(model).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isPilotError(error)) throw new Error('the model was accepted');
  expect(error.fix).toBeTruthy();
  return `${error.code}: ${error.message}`;
};
const withTokens = async (model: SttModel, edit: (text: string) => string): Promise<SttModel> => {
  const tokens = join(folder, 'tokens.txt');
  await writeFile(tokens, edit(await readFile(model.tokens, 'utf8')));
  return { ...model, tokens };
};

test('the models that come with the box pass', async () => {
  for (const model of [benchModel(), ...(['nemoCtc', 'transducer', 'zipformer2Ctc'] as const).map(toyStreamingModel)]) {
    await expect(checkSttModel(model)).resolves.toBeUndefined();
  }
});

test('a model of another kind is refused before it can end the process', async () => {
  const ctc = toyStreamingModel('nemoCtc');
  const zipformer = toyStreamingModel('zipformer2Ctc');
  const transducer = toyStreamingModel('transducer');
  expect(await refusal({ ...ctc, files: benchModel().files })).toMatch(/stt_model_failed.*kind nemoCtc.*window_size/);
  expect(await refusal({ ...ctc, files: zipformer.files })).toMatch(/kind nemoCtc/);
  expect(await refusal({ ...zipformer, files: ctc.files })).toMatch(/kind zipformer2Ctc/);
  const { encoder, decoder } = transducer.files;
  const swapped = { ...transducer.files, encoder: decoder ?? '', decoder: encoder ?? '' };
  expect(await refusal({ ...transducer, files: swapped })).toMatch(
    /decoder\.onnx is not a model of the kind transducer/,
  );
});

test('a token list that would end the process is refused with its line', async () => {
  const transducer = toyStreamingModel('transducer');
  expect(await refusal(await withTokens(transducer, () => ''))).toMatch(/tokens\.txt is empty/);
  expect(await refusal(await withTokens(transducer, (text) => text.replace('<blk>', '<other>')))).toMatch(/no <blk>/);
  expect(await refusal(await withTokens(transducer, (text) => text.replace('\n', ' 7\n')))).toMatch(
    /tokens\.txt:1 is not/,
  );
  expect(await refusal(await withTokens(transducer, (text) => text.slice(text.indexOf('\n') + 1)))).toMatch(
    /lines where the network has/,
  );
});

test('a list one line short is found for CTC too, where the library would abort only once that token comes', async () => {
  const ctc = toyStreamingModel('nemoCtc');
  expect(await refusal(await withTokens(ctc, (text) => text.trimEnd().split('\n').slice(0, -1).join('\n')))).toMatch(
    /tokens\.txt/,
  );
});

test('a missing file is named', async () => {
  expect(await refusal({ ...benchModel(), files: { model: '/nowhere/model.onnx' } })).toMatch(
    /model_file_missing.*\/nowhere\/model\.onnx/,
  );
  expect(await refusal({ ...benchModel(), tokens: '/nowhere/tokens.txt' })).toMatch(/model_file_missing.*tokens/);
});
