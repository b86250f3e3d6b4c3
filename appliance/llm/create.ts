import type { LlmServer } from '#shared/config/llm.ts';
import { createOllama } from './ollama.ts';
import { createOpenAi } from './openai.ts';
import type { LanguageModel } from './port.ts';

/** The model of one configured server. Nothing is asked yet. */
export const createModel = (server: LlmServer): LanguageModel =>
  server.kind === 'ollama' ? createOllama(server) : createOpenAi(server);
