import type { SttModel, StreamingKind, WholeKind } from './model.ts';

/** Both kinds of feature extractor run at 16 kHz; the rate of the audio is told with each piece. */
const RECOGNIZER_RATE = 16_000;

/**
 * sherpa-onnx counts 40 ms for an output frame of every CTC model, NeMo's are 80 ms: its rules need half the value.
 */
const endpointRules = (kind: StreamingKind): { rule1: number; rule2: number } =>
  kind === 'nemoCtc' ? { rule1: 1.2, rule2: 0.6 } : { rule1: 2.4, rule2: 1.2 };

const streamingFiles = (model: SttModel): object => {
  const { files } = model;
  switch (model.kind as StreamingKind) {
    case 'nemoCtc':
      return { nemoCtc: { model: files['model'] } };
    case 'transducer':
      return { transducer: { encoder: files['encoder'], decoder: files['decoder'], joiner: files['joiner'] } };
    case 'zipformer2Ctc':
      return { zipformer2Ctc: { model: files['model'] } };
  }
};

/**
 * Settings of `OnlineRecognizer`. Greedy search always: beam search on streaming NeMo models ends the process in
 * sherpa-onnx 1.13.8. The endpoint rules are a backstop in very long utterances; voice decides when a turn is over.
 */
export const streamingConfig = (model: SttModel): object => {
  const { rule1, rule2 } = endpointRules(model.kind as StreamingKind);
  return {
    featConfig: { sampleRate: RECOGNIZER_RATE, featureDim: model.featureDim ?? 80 },
    modelConfig: {
      ...streamingFiles(model),
      tokens: model.tokens,
      numThreads: model.threads ?? 1,
      provider: 'cpu',
      debug: 0,
    },
    decodingMethod: 'greedy_search',
    enableEndpoint: true,
    rule1MinTrailingSilence: rule1,
    rule2MinTrailingSilence: rule2,
    rule3MinUtteranceLength: 30,
  };
};

const wholeFiles = (model: SttModel): object => {
  const { files } = model;
  const language = model.language ?? 'en';
  switch (model.kind as WholeKind) {
    case 'zipformerCtc':
      return { zipformerCtc: { model: files['model'] } };
    case 'nemoTransducer':
      return {
        transducer: { encoder: files['encoder'], decoder: files['decoder'], joiner: files['joiner'] },
        modelType: 'nemo_transducer',
      };
    case 'canary':
      // Both languages: with the source alone Canary translates.
      return {
        canary: {
          encoder: files['encoder'],
          decoder: files['decoder'],
          srcLang: language,
          tgtLang: language,
          usePnc: 1,
        },
      };
    case 'whisper':
      return { whisper: { encoder: files['encoder'], decoder: files['decoder'], language, task: 'transcribe' } };
    case 'moonshine':
      return { moonshine: { encoder: files['encoder'], mergedDecoder: files['mergedDecoder'] } };
    case 'senseVoice':
      return { senseVoice: { model: files['model'], language, useInverseTextNormalization: 0 } };
  }
};

/**
 * Settings of `OfflineRecognizer`.
 * @param beam the second, hotword-aware recognizer of a Parakeet model; `vocabulary` is its bpe.vocab file
 */
export const wholeConfig = (model: SttModel, beam?: { readonly vocabulary: string }): object => ({
  featConfig: { sampleRate: RECOGNIZER_RATE, featureDim: model.featureDim ?? 80 },
  modelConfig: {
    ...wholeFiles(model),
    tokens: model.tokens,
    numThreads: model.threads ?? 1,
    provider: 'cpu',
    debug: 0,
    ...(beam === undefined ? {} : { modelingUnit: 'bpe', bpeVocab: beam.vocabulary }),
  },
  decodingMethod: beam === undefined ? 'greedy_search' : 'modified_beam_search',
});

/**
 * The bpe.vocab that hotwords need and no archive ships: every token with a flat score, from tokens.txt
 * (sherpa-onnx documentation, hotwords).
 */
export const bpeVocabulary = (tokens: string): string =>
  tokens
    .split('\n')
    .map((line) => line.slice(0, line.lastIndexOf(' ')))
    .filter((token) => token !== '')
    .map((token) => `${token}\t-1.0\n`)
    .join('');

/**
 * Beam search on TDT models sometimes yields "Yeah." or nothing (sherpa-onnx issue 3267): its text counts only if it
 * is at least 60 % as long as the greedy one.
 */
export const guardedText = (greedy: string, beam: string): string =>
  beam.trim() !== '' && beam.length >= 0.6 * greedy.length ? beam : greedy;
