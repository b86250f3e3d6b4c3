import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { isPilotError, type PilotError } from '#shared/errors.ts';
import { benchModel, toyStreamingModel } from '#voice/speech/engines.ts';
import type { SttModel } from '#voice/speech/stt/model.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bad-models-'));
});
afterAll(() => rm(folder, { recursive: true }));

const failure = async (model: SttModel): Promise<PilotError> => {
  const error: unknown = await openSpeechToText({ engine: { model }, log: silentLog() }).then(
    (stt) => stt.close(),
    (thrown: unknown) => thrown,
  );
  if (!isPilotError(error)) throw new Error('the model was accepted');
  expect(error.fix).toContain('pilot models get');
  return error;
};

test('a model that is not there is named, with the way to fetch it', async () => {
  const error = await failure({ ...benchModel(), files: { model: join(folder, 'none.onnx') } });
  expect(error.code).toBe('model_file_missing');
  expect(error.message).toContain(join(folder, 'none.onnx'));
});

test('a cut-off download and a page in place of a model are named', async () => {
  const model = join(folder, 'model.onnx');
  await writeFile(model, (await readFile(benchModel().files['model'] ?? '')).subarray(0, 1e6));
  expect((await failure({ ...benchModel(), files: { model } })).message).toContain('cut off');
  await writeFile(model, '<html>404</html>');
  expect((await failure({ ...benchModel(), files: { model } })).message).toContain(`${model} is not a usable model`);
});

test('a model whose fault only the native library finds ends its worker, not us, and is named', async () => {
  const toy = toyStreamingModel('transducer');
  const { decoder = '', joiner = '' } = toy.files;
  const swapped = { ...toy.files, decoder: join(folder, 'decoder.onnx'), joiner: join(folder, 'joiner.onnx') };
  await copyFile(joiner, swapped.decoder);
  await copyFile(decoder, swapped.joiner);
  const error = await failure({ ...toy, files: swapped });
  expect(error.code).toBe('stt_model_failed');
  expect(error.message).toMatch(/toy transducer could not be started: (signal|exit code)/);
  expect(error.fix).toContain('encoder.onnx');
});

test('features of the wrong size, which abort at the first decode, are found at the start', async () => {
  expect((await failure({ ...toyStreamingModel('nemoCtc'), featureDim: 128 })).code).toBe('stt_model_failed');
});
