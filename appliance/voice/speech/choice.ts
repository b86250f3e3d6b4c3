import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PilotError } from '#shared/errors.ts';
import { BUNDLED_MODELS, benchModel, espeakVoice, toyPiperVoice, toyStreamingModel } from './engines.ts';
import { type CatalogModel, modelPaths, readCatalog, sttModelOf, turnModelOf, voiceOf } from './catalog.ts';
import type { SttEngine, SttModel } from './stt/model.ts';
import type { TurnModel } from './turn/model.ts';
import type { Voice } from './tts/voice.ts';

/** Where fetched models lie. */
export const MODEL_STORE = join(BUNDLED_MODELS, 'store');

const installed = (name: string, setting: string): CatalogModel => {
  const model = readCatalog().find((one) => one.name === name);
  if (!model) {
    throw new PilotError('model_unknown', `${setting}: the catalog has no model called ${name}`, {
      fix: 'pilot models list names them all.',
    });
  }
  const missing = modelPaths(model, MODEL_STORE).find((path) => !existsSync(path));
  if (missing !== undefined) {
    throw new PilotError('model_missing', `${setting}: ${name} is not on this box (${missing} is not there)`, {
      fix: `Fetch it with pilot models get ${name}, or set ${setting} to one that is here.`,
    });
  }
  return model;
};

const recognizerNamed = (name: string): SttModel => {
  if (name === 'bench') return benchModel();
  if (name === 'toy-ctc') return toyStreamingModel('nemoCtc');
  if (name === 'toy-transducer') return toyStreamingModel('transducer');
  if (name === 'toy-zipformer2') return toyStreamingModel('zipformer2Ctc');
  const model = sttModelOf(installed(name, 'speech.stt.model'), MODEL_STORE);
  if (!model)
    throw new PilotError('model_unknown', `speech.stt.model: ${name} is no recognizer`, {
      fix: 'pilot models list shows the roles.',
    });
  return model;
};

/**
 * The recognizer a configuration names: `bench`, `toy-ctc`, `toy-transducer`, `toy-zipformer2`, or a model of the catalog;
 * two joined by `+` are a streaming model and the one that decides the final text.
 * @throws PilotError `model_unknown`, `model_missing`
 */
export const chooseRecognizer = (setting: string): SttEngine => {
  const [first = '', second, ...more] = setting.split('+').map((part) => part.trim());
  if (more.length > 0)
    throw new PilotError('model_unknown', `speech.stt.model: ${setting} joins more than two models`, {
      fix: 'Name one model, or STREAMING+FINAL.',
    });
  const model = recognizerNamed(first);
  return second === undefined ? { model } : { model, finalPass: recognizerNamed(second) };
};

/**
 * Voices in order of preference: the one named, then espeak-ng, which is always there.
 * @throws PilotError `model_unknown`, `model_missing`
 */
export const chooseVoices = (wanted: { readonly voice: string; readonly wordsPerMinute: number }): Voice[] => {
  const lastResort = espeakVoice(wanted.wordsPerMinute);
  if (wanted.voice === 'espeak-ng') return [lastResort];
  if (wanted.voice === 'toy-piper') return [toyPiperVoice(), lastResort];
  const voice = voiceOf(installed(wanted.voice, 'speech.tts.voice'), MODEL_STORE);
  if (!voice)
    throw new PilotError('model_unknown', `speech.tts.voice: ${wanted.voice} is no voice`, {
      fix: 'pilot models list shows the roles.',
    });
  return [voice, lastResort];
};

/**
 * The end-of-turn model a configuration names.
 * @throws PilotError `model_unknown`, `model_missing`
 */
export const chooseTurnModel = (name: string): TurnModel => {
  const model = turnModelOf(installed(name, 'speech.turn.model'), MODEL_STORE);
  if (!model)
    throw new PilotError('model_unknown', `speech.turn.model: ${name} does not tell the end of a turn`, {
      fix: 'pilot models list shows the roles.',
    });
  return model;
};
