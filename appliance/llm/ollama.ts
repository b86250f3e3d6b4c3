import { Ollama, type ChatResponse } from 'ollama';
import type { LlmServer } from '#shared/config/llm.ts';
import { broken, llmFault, refused, unreachable } from './faults.ts';
import { linesOf } from './lines.ts';
import type { LanguageModel, Piece, Prompt } from './port.ts';
import { thinkOf } from './traps.ts';

/** The model stays loaded until the server ends. */
const FOREVER = -1;

/**
 * The lines of an answer, whole JSON each. The client prints a line it cannot parse on the console, and such a line holds what a
 * caller said: it must never come that far.
 */
const wholeLines = (body: ReadableStream<Uint8Array>, server: string): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  const checked = async function* (): AsyncGenerator<Uint8Array> {
    for await (const line of linesOf(body)) {
      if (line.trim() === '') continue;
      try {
        JSON.parse(line);
      } catch {
        throw broken(server, 'sends what is no JSON');
      }
      yield encoder.encode(`${line}\n`);
    }
  };
  return ReadableStream.from(checked());
};

/** A fetch for one question: ends with its signal, and turns what is no answer into our errors before the client sees it. */
const fetchFor =
  (server: string, signal: AbortSignal): typeof fetch =>
  async (input, init) => {
    let response: Response;
    try {
      response = await fetch(input, { ...init, signal });
    } catch (cause) {
      signal.throwIfAborted();
      throw unreachable(server, cause);
    }
    if (!response.ok) {
      await response.body?.cancel();
      if (response.status === 404)
        throw llmFault('llm_no_model', server, 'has no such model', 'Fetch it: ollama pull, then its tag.');
      throw refused(server, response.status);
    }
    const streams = response.headers.get('content-type')?.includes('ndjson') === true && response.body !== null;
    return streams
      ? new Response(wholeLines(response.body as ReadableStream<Uint8Array>, server), { headers: response.headers })
      : response;
  };

/**
 * A model in Ollama. The options are frozen: any change of num_ctx and the like between two questions makes Ollama load the
 * model anew, for seconds.
 */
export const createOllama = (config: LlmServer): LanguageModel => {
  const { name, model: tag, url } = config;
  const options = Object.freeze({ num_ctx: config.context, temperature: 0, seed: 1 });
  const think = thinkOf(tag);
  const client = (signal: AbortSignal): Ollama => new Ollama({ host: url, fetch: fetchFor(name, signal) });
  return {
    name,
    tag,
    url,
    async *stream(prompt: Prompt, signal: AbortSignal): AsyncGenerator<Piece> {
      try {
        const answer = await client(signal).chat({
          model: tag,
          messages: [
            { role: 'system', content: prompt.fixed },
            { role: 'user', content: prompt.now },
          ],
          stream: true,
          keep_alive: FOREVER,
          options: { ...options, num_predict: prompt.maxTokens },
          ...(prompt.format === null ? {} : { format: prompt.format }),
          ...(think === undefined ? {} : { think }),
        });
        for await (const part of answer as AsyncIterable<ChatResponse>) {
          const { content } = part.message;
          if (content !== '') yield { kind: 'text', text: content };
          if (part.done)
            yield {
              kind: 'end',
              usage: { promptTokens: part.prompt_eval_count ?? 0, answerTokens: part.eval_count ?? 0 },
              whole: part.done_reason !== 'length',
            };
        }
      } catch (cause) {
        signal.throwIfAborted();
        throw isOurs(cause) ? cause : broken(name, 'stopped in the middle of its answer', cause);
      }
    },
    async probe(signal) {
      const { models } = await client(signal).list();
      const wanted = tag.includes(':') ? tag : `${tag}:latest`;
      if (!models.some((one) => one.name === wanted || one.model === wanted))
        throw llmFault('llm_no_model', name, `has no model ${tag}`, `Fetch it: ollama pull ${tag}`);
    },
  };
};

const isOurs = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('llm_');
