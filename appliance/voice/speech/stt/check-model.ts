import { readFile } from 'node:fs/promises';
import { PilotError } from '#shared/errors.ts';
import { FILE_ROLES, isStreaming, type SttModel } from './model.ts';
import { onnxMetadata } from './onnx-file.ts';

const NEMO_CACHE = [
  'window_size',
  'chunk_shift',
  'subsampling_factor',
  'cache_last_channel_dim1',
  'cache_last_time_dim1',
];

/** Metadata whose absence ends the process in sherpa-onnx 1.13.8, by kind and file role. */
const REQUIRED_METADATA: Partial<Record<SttModel['kind'], readonly [role: string, keys: readonly string[]]>> = {
  nemoCtc: ['model', [...NEMO_CACHE, 'vocab_size']],
  transducer: ['encoder', [...NEMO_CACHE, 'vocab_size', 'pred_rnn_layers', 'pred_hidden']],
  zipformer2Ctc: ['model', ['T', 'decode_chunk_len', 'encoder_dims', 'num_encoder_layers', 'left_context_len']],
};

const BLANKS = new Set(['<blk>', '<eps>', '<blank>']);

const wrong = (model: SttModel, cause: string): PilotError =>
  new PilotError('stt_model_failed', `the speech model ${model.name} cannot be used: ${cause}`, {
    fix: 'Fetch it again with `pilot models get`, or choose another model in the configuration (speech.stt.model).',
  });

/** Checks tokens.txt for what makes the native library abort: no lines, no blank, a line that is not `token id`. */
const checkTokens = async (model: SttModel, vocabulary: number | undefined): Promise<void> => {
  let text: string;
  try {
    text = await readFile(model.tokens, 'utf8');
  } catch (error) {
    throw new PilotError('model_file_missing', `the model file ${model.tokens} cannot be read`, {
      fix: 'Fetch the model with `pilot models get NAME`.',
      cause: error,
    });
  }
  const lines = text.split('\n').filter((line) => line !== '' && line !== '\r');
  if (lines.length === 0) throw wrong(model, `${model.tokens} is empty`);
  const parsed = lines.map((line) => /^(.*?)\s(\d+)\r?$/.exec(line));
  const bad = parsed.findIndex((match) => match === null || /\S\s+\S/.test(match[1] ?? ''));
  if (bad !== -1) throw wrong(model, `${model.tokens}:${bad + 1} is not "token number"`);
  if (!isStreaming(model.kind)) return;
  const blank = parsed.find((match) => BLANKS.has(match?.[1] ?? ''));
  if (!blank) throw wrong(model, `${model.tokens} has no <blk>`);
  if (vocabulary !== undefined && lines.length !== vocabulary + 1) {
    throw wrong(model, `${model.tokens} has ${lines.length} lines where the network has ${vocabulary + 1} outputs`);
  }
  if (model.kind === 'transducer' && Number(blank[2]) !== lines.length - 1) {
    throw wrong(model, `${model.tokens}: <blk> must come last`);
  }
};

/**
 * Finds before loading what would abort the process: missing, cut-off or foreign files, a model of another kind,
 * a token list that does not belong to it. What it cannot see, the worker's self-test does.
 * @throws PilotError `model_file_missing`, `model_file_damaged` or `stt_model_failed`, naming file and fix
 */
export const checkSttModel = async (model: SttModel): Promise<void> => {
  const metadata = new Map<string, Map<string, string>>();
  for (const role of FILE_ROLES[model.kind]) {
    const path = model.files[role];
    if (path === undefined) throw wrong(model, `its ${role} file is not named`);
    metadata.set(role, await onnxMetadata(path));
  }
  const [role, keys] = REQUIRED_METADATA[model.kind] ?? ['', []];
  const found = metadata.get(role);
  const missing = keys.filter((key) => !found?.has(key));
  if (missing.length > 0) {
    throw wrong(model, `${model.files[role]} is not a model of the kind ${model.kind} (no ${missing.join(', ')})`);
  }
  // Zipformer2 has no such number; of NeMo's CTC exports the library does not check it, a wrong list only shows later.
  const size = Number(found?.get('vocab_size') ?? Number.NaN);
  await checkTokens(model, Number.isNaN(size) ? undefined : size);
};
