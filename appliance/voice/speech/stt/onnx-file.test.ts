import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isPilotError } from '#shared/errors.ts';
import { BUNDLED_MODELS } from '../engines.ts';
import { onnxMetadata } from './onnx-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onnx-'));
});
afterAll(() => rm(folder, { recursive: true }));

const written = async (bytes: Uint8Array): Promise<string> => {
  const path = join(folder, 'model.onnx');
  await writeFile(path, bytes);
  return path;
};
const cause = (path: string) =>
  onnxMetadata(path).then(
    () => 'accepted',
    (error: Error) => error.message,
  );

test('metadata is read past the network', async () => {
  const metadata = await onnxMetadata(join(BUNDLED_MODELS, 'bench-stream/ctc/model.onnx'));
  expect(metadata.get('window_size')).toBe('17');
  expect(metadata.get('chunk_shift')).toBe('8');
  expect((await onnxMetadata(join(BUNDLED_MODELS, 'bench-tts/model.onnx'))).get('comment')).toMatch(/piper/);
});

test('a cut-off file, a page, an empty file and a folder are each named', async () => {
  const whole = await readFile(join(BUNDLED_MODELS, 'bench-stt/model.onnx'));
  expect(await cause(await written(whole.subarray(0, whole.length / 2)))).toMatch(/model\.onnx .*cut off/);
  expect(await cause(await written(Buffer.from('<!doctype html><html>not found</html>')))).toMatch(/not an ONNX file/);
  expect(await cause(await written(Buffer.alloc(0)))).toMatch(/empty/);
  expect(await cause(folder)).toMatch(/not a file/);
});

test('a missing file has its own code and tells how to fetch it', async () => {
  const error = await onnxMetadata(join(folder, 'nowhere.onnx')).catch((thrown: unknown) => thrown);
  expect(isPilotError(error) && [error.code, error.fix]).toEqual([
    'model_file_missing',
    expect.stringContaining('pilot models get'),
  ]);
});

test('no bytes whatever make it fail in another way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const result = await onnxMetadata(await written(new Uint8Array([0x08, ...bytes]))).catch(
        (error: unknown) => error,
      );
      expect(result instanceof Map || (isPilotError(result) && result.code === 'model_file_damaged')).toBe(true);
    }),
    { numRuns: 200 },
  );
});
