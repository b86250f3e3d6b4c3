import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { parse } from 'yaml';
import { PilotError } from '#shared/errors.ts';
import { BUNDLED_MODELS } from './engines.ts';
import { FILE_ROLES, isStreaming, STREAMING_KINDS, WHOLE_KINDS, type SttModel } from './stt/model.ts';
import type { TurnModel } from './turn/model.ts';
import { VOICE_KINDS, type NeuralVoice } from './tts/voice.ts';

const strict = { additionalProperties: false } as const;

/** One model a box may fetch. Its files are named within the archive's single top folder. */
export const CatalogModel = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]*$' }),
    role: Type.Union([
      Type.Literal('stt-streaming'),
      Type.Literal('stt-final'),
      Type.Literal('tts'),
      Type.Literal('turn'),
    ]),
    engine: Type.Union([Type.Literal('sherpa-onnx'), Type.Literal('onnxruntime')]),
    kind: Type.Enum([...STREAMING_KINDS, ...WHOLE_KINDS, ...VOICE_KINDS, 'smart-turn']),
    /** An archive, or the network itself. */
    url: Type.String({ pattern: '^https://.+\\.(tar\\.bz2|onnx)$' }),
    megabytes: Type.Integer({ minimum: 1 }),
    disk_megabytes: Type.Integer({ minimum: 1 }),
    bytes: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
    sha256: Type.Union([Type.String({ pattern: '^[0-9a-f]{64}$' }), Type.Null()]),
    licence: Type.String({ minLength: 2 }),
    /** A model that a business may not use has no place here. */
    commercial: Type.Literal(true),
    languages: Type.Array(Type.String(), { minItems: 1 }),
    good_for: Type.String({ minLength: 5 }),
    files: Type.Record(Type.String(), Type.String()),
    /** Recognizers and voices have them. */
    tokens: Type.Optional(Type.String()),
    feature_dim: Type.Optional(Type.Integer()),
    hotwords: Type.Optional(Type.Boolean()),
    /** espeak-ng phoneme data within the archive (voices). */
    data_folder: Type.Optional(Type.String()),
  },
  strict,
);
export type CatalogModel = Static<typeof CatalogModel>;

const Catalog = Type.Object({ models: Type.Array(CatalogModel) }, strict);

/** @throws PilotError `catalog_invalid`, naming the first thing that is wrong */
export const parseCatalog = (text: string): readonly CatalogModel[] => {
  const value: unknown = parse(text);
  if (!Value.Check(Catalog, value)) {
    const [first] = [...Value.Errors(Catalog, value)];
    throw new PilotError('catalog_invalid', `the model catalog is wrong at ${first?.instancePath}: ${first?.message}`, {
      fix: 'Restore models/catalog.yaml from the release.',
    });
  }
  return value.models;
};

export const readCatalog = (): readonly CatalogModel[] =>
  parseCatalog(readFileSync(join(BUNDLED_MODELS, 'catalog.yaml'), 'utf8'));

/** Absolute paths of everything the model needs. */
export const modelPaths = (model: CatalogModel, folder: string): string[] =>
  [...Object.values(model.files), model.tokens, model.data_folder].flatMap((file) =>
    file === undefined ? [] : [resolve(folder, model.name, file)],
  );

/** A catalog end-of-turn model as installed under `folder`, or undefined when the entry is another model. */
export const turnModelOf = ({ files, kind, name }: CatalogModel, folder: string): TurnModel | undefined =>
  kind === 'smart-turn' ? { name, file: resolve(folder, name, files['model'] ?? 'model.onnx') } : undefined;

/** A catalog recognizer as installed under `folder`, or undefined when the entry is a voice. */
export const sttModelOf = (model: CatalogModel, folder: string, language?: string): SttModel | undefined => {
  const { kind, name, tokens } = model;
  if (kind === 'vits' || kind === 'kokoro' || kind === 'smart-turn' || tokens === undefined) return undefined;
  const chosen = language ?? (model.languages.length > 1 ? model.languages[0] : undefined);
  return {
    name,
    kind,
    files: Object.fromEntries(FILE_ROLES[kind].map((role) => [role, resolve(folder, name, model.files[role] ?? role)])),
    tokens: resolve(folder, name, tokens),
    threads: isStreaming(kind) ? 1 : 2,
    ...(model.feature_dim !== undefined && { featureDim: model.feature_dim }),
    ...(chosen !== undefined && { language: chosen }),
    ...(model.hotwords !== undefined && { hotwords: model.hotwords }),
  };
};

/** A catalog voice as installed under `folder`, or undefined when the entry is a recognizer. */
export const voiceOf = (model: CatalogModel, folder: string): NeuralVoice | undefined => {
  const { kind, name, tokens } = model;
  if ((kind !== 'vits' && kind !== 'kokoro') || tokens === undefined) return undefined;
  return {
    kind,
    name,
    files: Object.fromEntries(Object.entries(model.files).map(([role, file]) => [role, resolve(folder, name, file)])),
    tokens: resolve(folder, name, tokens),
    ...(model.data_folder !== undefined && { dataFolder: resolve(folder, name, model.data_folder) }),
  };
};
