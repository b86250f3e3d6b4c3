import { existsSync } from 'node:fs';
import { PilotError } from '#shared/errors.ts';
import { modelPaths, readCatalog, sttModelOf, voiceOf, type CatalogModel } from './catalog.ts';
import { benchModel, espeakVoice, toyPiperVoice } from './engines.ts';
import type { SttEngine, SttModel } from './stt/model.ts';
import type { Voice } from './tts/voice.ts';

const unknown = (setting: string, name: string): PilotError =>
  new PilotError('model_unknown', `${setting}: there is no model ${name}`, {
    fix: 'See `pilot models list` for the names; `bench` and `espeak-ng` come with the box.',
  });

/** The catalog entry, its files checked to be there. */
const installed = (setting: string, name: string, folder: string): CatalogModel => {
  const model = readCatalog().find((entry) => entry.name === name);
  if (!model) throw unknown(setting, name);
  const missing = modelPaths(model, folder).find((path) => !existsSync(path));
  if (missing !== undefined) {
    throw new PilotError('model_missing', `${setting}: the model ${name} is not installed (${missing} is missing)`, {
      fix: `Fetch it: \`pilot models get ${name}\`.`,
    });
  }
  return model;
};

/**
 * The recognizer the configuration names: `bench`, a catalog name, or two joined by `+` (streaming, then final pass).
 * @param folder where fetched models lie (`<data>/models`)
 * @throws PilotError `model_unknown` or `model_missing`
 */
export const chooseStt = (setting: string, folder: string): SttEngine => {
  if (setting === 'bench') return { model: benchModel() };
  const models = setting.split('+').map((part): SttModel => {
    const name = part.trim();
    const model = sttModelOf(installed('speech.stt.model', name, folder), folder);
    if (!model) throw unknown('speech.stt.model', name);
    return model;
  });
  const [model, finalPass] = models;
  if (!model || models.length > 2) throw unknown('speech.stt.model', setting);
  return finalPass === undefined ? { model } : { model, finalPass };
};

/**
 * The voices the configuration names, in order of preference; espeak-ng is always the last.
 * @throws PilotError `model_unknown` or `model_missing`
 */
export const chooseVoices = (setting: string, wordsPerMinute: number, folder: string): readonly Voice[] => {
  const espeak = espeakVoice(wordsPerMinute);
  if (setting === 'espeak-ng') return [espeak];
  if (setting === 'bench') return [toyPiperVoice(), espeak];
  const voice = voiceOf(installed('speech.tts.voice', setting, folder), folder);
  if (!voice) throw unknown('speech.tts.voice', setting);
  return [voice, espeak];
};
