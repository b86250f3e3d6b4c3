import { loadConfig } from '#shared/config/load.ts';
import type { LlmConfig } from '#shared/config/llm.ts';
import { PilotError } from '#shared/errors.ts';

/**
 * The language models of a configuration file; null when no file is named.
 * @throws PilotError `usage` when it names none, and as `loadConfig`
 */
export const modelsIn = (file: string | undefined): LlmConfig | null => {
  if (file === undefined) return null;
  const { llm } = loadConfig(file);
  if (llm !== null) return llm;
  throw new PilotError('usage', `${file} names no language model`, {
    fix: 'Give it an llm block with servers; the README has one.',
  });
};
