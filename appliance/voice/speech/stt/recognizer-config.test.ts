import { expect, test } from 'vitest';
import { toyStreamingModel } from '../engines.ts';
import { STREAMING_KINDS, WHOLE_KINDS, type SttModel } from './model.ts';
import { bpeVocabulary, guardedText, streamingConfig, wholeConfig } from './recognizer-config.ts';

const model = (kind: SttModel['kind'], extra: Partial<SttModel> = {}): SttModel => ({
  name: kind,
  kind,
  files: { model: '/m.onnx', encoder: '/e.onnx', decoder: '/d.onnx', joiner: '/j.onnx', mergedDecoder: '/md.ort' },
  tokens: '/tokens.txt',
  ...extra,
});

test('streaming models are searched greedily and fed 16 kHz features, whatever the kind', () => {
  for (const kind of STREAMING_KINDS) {
    expect(streamingConfig(toyStreamingModel(kind))).toMatchObject({
      decodingMethod: 'greedy_search',
      featConfig: { sampleRate: 16000 },
      enableEndpoint: true,
    });
  }
});

test('NeMo CTC gets half the endpoint silence, as its times are counted halved', () => {
  const rule = (kind: SttModel['kind']) =>
    (streamingConfig(model(kind)) as { rule2MinTrailingSilence: number }).rule2MinTrailingSilence;
  expect(rule('nemoCtc')).toBe(rule('transducer') / 2);
});

test('Canary is told both languages, or it would translate', () => {
  expect(wholeConfig(model('canary', { language: 'es' }))).toMatchObject({
    modelConfig: { canary: { srcLang: 'es', tgtLang: 'es' } },
  });
});

test('every whole-utterance kind names its files', () => {
  const named = WHOLE_KINDS.map((kind) => JSON.stringify(wholeConfig(model(kind))));
  expect(named.map((text) => /\/(m|e)\.onnx/.test(text))).toEqual(WHOLE_KINDS.map(() => true));
  expect(wholeConfig(model('nemoTransducer'))).toMatchObject({ modelConfig: { modelType: 'nemo_transducer' } });
});

test('hotwords need beam search and a vocabulary; the plain recognizer stays greedy', () => {
  const parakeet = model('nemoTransducer', { hotwords: true });
  expect(wholeConfig(parakeet)).toMatchObject({ decodingMethod: 'greedy_search' });
  expect(wholeConfig(parakeet, { vocabulary: '/bpe.vocab' })).toMatchObject({
    decodingMethod: 'modified_beam_search',
    modelConfig: { modelingUnit: 'bpe', bpeVocab: '/bpe.vocab' },
  });
});

test('the vocabulary is every token with a flat score', () => {
  expect(bpeVocabulary('<unk> 0\n▁oak 1\n▁street 2\n')).toBe('<unk>\t-1.0\n▁oak\t-1.0\n▁street\t-1.0\n');
});

test.each([
  ['one two three oak street', 'one two three elm street', 'one two three elm street'],
  ['one two three oak street', 'yeah', 'one two three oak street'],
  ['one two three oak street', '', 'one two three oak street'],
  ['', 'hello', 'hello'],
])('greedy "%s", beam "%s": %s', (greedy, beam, text) => {
  expect(guardedText(greedy, beam)).toBe(text);
});
