import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { LlmServer } from '#shared/config/llm.ts';
import { broken, llmFault, refused, unreachable } from './faults.ts';
import { linesOf } from './lines.ts';
import type { LanguageModel, Piece, Prompt } from './port.ts';

/** The parts of a streamed chunk that we use; servers add others. */
const Chunk = Type.Object({
  choices: Type.Array(
    Type.Object({
      delta: Type.Optional(Type.Object({ content: Type.Optional(Type.Union([Type.String(), Type.Null()])) })),
      finish_reason: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    }),
  ),
  usage: Type.Optional(
    Type.Union([Type.Object({ prompt_tokens: Type.Number(), completion_tokens: Type.Number() }), Type.Null()]),
  ),
});
const Models = Type.Object({ data: Type.Array(Type.Object({ id: Type.String() })) });

/**
 * Any server that speaks OpenAI's chat completions (vLLM, llama.cpp, LM Studio, a hosted one), by plain fetch: we need one
 * endpoint in one form, and the official package repeats requests by itself, past the time a caller will wait.
 */
export const createOpenAi = (config: LlmServer): LanguageModel => {
  const { name, model: tag } = config;
  const url = config.url.replace(/\/$/, '');
  const key = config.keyEnv === null ? undefined : process.env[config.keyEnv];
  const headers = { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) };
  // OpenAI's own models have given the old name up; other servers know it alone.
  const limit = new URL(url).hostname.endsWith('openai.com') ? 'max_completion_tokens' : 'max_tokens';

  const send = async (path: string, init: RequestInit, signal: AbortSignal): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(`${url}${path}`, { ...init, headers, signal });
    } catch (cause) {
      signal.throwIfAborted();
      throw unreachable(name, cause);
    }
    if (response.ok) return response;
    await response.body?.cancel();
    if (response.status === 401 || response.status === 403)
      throw llmFault('llm_refused', name, 'refuses the key', 'Check the variable that key_env names.');
    throw refused(name, response.status);
  };

  return {
    name,
    tag,
    url,
    async *stream(prompt: Prompt, signal: AbortSignal): AsyncGenerator<Piece> {
      const response = await send(
        '/chat/completions',
        {
          method: 'POST',
          body: JSON.stringify({
            model: tag,
            messages: [
              { role: 'system', content: prompt.fixed },
              { role: 'user', content: prompt.now },
            ],
            stream: true,
            stream_options: { include_usage: true },
            temperature: 0,
            [limit]: prompt.maxTokens,
            ...(prompt.format === null
              ? {}
              : {
                  response_format: {
                    type: 'json_schema',
                    json_schema: { name: prompt.task, strict: true, schema: prompt.format },
                  },
                }),
          }),
        },
        signal,
      );
      if (response.body === null) throw broken(name, 'sends no answer');
      let finished: string | null = null;
      let usage: { promptTokens: number; answerTokens: number } | null = null;
      try {
        for await (const line of linesOf(response.body)) {
          if (!line.startsWith('data:')) continue;
          const data = line.slice(5).trim();
          if (data === '[DONE]') {
            yield { kind: 'end', usage, whole: finished !== 'length' };
            return;
          }
          const chunk = parsed(data);
          if (chunk === null) throw broken(name, 'sends what is no chunk of an answer');
          const [choice] = chunk.choices;
          if (choice?.delta?.content) yield { kind: 'text', text: choice.delta.content };
          finished = choice?.finish_reason ?? finished;
          if (chunk.usage)
            usage = { promptTokens: chunk.usage.prompt_tokens, answerTokens: chunk.usage.completion_tokens };
        }
      } catch (cause) {
        signal.throwIfAborted();
        throw broken(name, 'stopped in the middle of its answer', cause);
      }
      throw broken(name, 'ended before its answer did');
    },
    async probe(signal) {
      const response = await send('/models', { method: 'GET' }, signal);
      const listed: unknown = await response.json().catch(() => null);
      if (Value.Check(Models, listed) && !listed.data.some(({ id }) => id === tag))
        throw llmFault('llm_no_model', name, `has no model ${tag}`, 'Set model to one that the server lists.');
    },
  };
};

const parsed = (data: string) => {
  try {
    const chunk: unknown = JSON.parse(data);
    return Value.Check(Chunk, chunk) ? chunk : null;
  } catch {
    return null;
  }
};
