import type { ServerResponse } from 'node:http';
import { openJsonServer, sendJson } from './model-http.ts';
import { tokensOf, type Behaviour, type Heard, type Script } from './model-script.ts';

/** What a real one says of each (ollama, server/routes.go and server/sched.go). */
const NOT_FOUND = (model: string) => ({ error: `model '${model}' not found` });
const BUSY = { error: 'server busy, please try again.  maximum pending requests exceeded' };

/** Reading a prompt that is in no cache takes its time: that is how several at once come to lie in several slots. */
const PREFILL_MS = 30;

interface Message {
  readonly role: string;
  readonly content: string;
}

/**
 * Ollama's API as far as it is spoken to: /api/version, /api/tags, and /api/chat as a stream of JSON lines. It answers
 * `parallel` questions at once; more wait, and beyond `pending` it is busy, as the real one. Questions for a single token are
 * warm-ups and are answered without the script.
 */
export const openOllama = async (
  script: Script,
  options: { models?: readonly string[]; parallel?: number; pending?: number; port?: number } = {},
) => {
  const { models = ['llama3.1:8b'], parallel = 1, pending = 512 } = options;
  const questions: Heard[] = [];
  let warmUps = 0;
  let running = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  let told: (() => void) | null = null;

  const line = (response: ServerResponse, model: unknown, content: string, more: object = {}): void => {
    const message = { role: 'assistant', content };
    response.write(`${JSON.stringify({ model, created_at: '2026-11-21T12:00:00Z', message, done: false, ...more })}\n`);
  };
  const end = (response: ServerResponse, heard: Heard, text: string, reason: 'stop' | 'length'): void => {
    line(response, heard.body['model'], '', {
      done: true,
      done_reason: reason,
      total_duration: 5_000_000,
      load_duration: 1_000_000,
      prompt_eval_count: Math.ceil((heard.system.length + heard.user.length) / 4),
      prompt_eval_duration: 1_000_000,
      eval_count: tokensOf(text).length,
      eval_duration: 1_000_000,
    });
    response.end();
  };
  const perform = (heard: Heard, behaviour: Behaviour, response: ServerResponse): void => {
    if (behaviour.do === 'refuse')
      return sendJson(response, behaviour.status, behaviour.status === 503 ? BUSY : { error: 'no' });
    if (behaviour.do === 'hang') return;
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    if (behaviour.do === 'garble') return void response.end('{"model":"x","message":{"role":"assist');
    const pieces = tokensOf(behaviour.text);
    const shown = behaviour.do === 'answer' || behaviour.do === 'run_out' ? pieces : pieces.slice(0, pieces.length / 2);
    for (const piece of shown) line(response, heard.body['model'], piece);
    if (behaviour.do === 'cut') setImmediate(() => response.destroy());
    else if (behaviour.do !== 'stall')
      end(response, heard, behaviour.text, behaviour.do === 'answer' ? 'stop' : 'length');
  };
  const chat = (body: Record<string, unknown>, response: ServerResponse): void => {
    const model = String(body['model']);
    if (!models.includes(model)) return sendJson(response, 404, NOT_FOUND(model));
    const messages = body['messages'] as readonly Message[];
    const of = (role: string): string => messages.find((one) => one.role === role)?.content ?? '';
    const maxTokens = Number((body['options'] as { num_predict?: number } | undefined)?.num_predict ?? -1);
    const format = (body['format'] ?? null) as Heard['format'];
    const heard: Heard = { system: of('system'), user: of('user'), format, maxTokens, body };
    const begin = (): void => {
      running += 1;
      most = Math.max(most, running);
      response.once('close', () => {
        running -= 1;
        waiting.shift()?.();
      });
      if (maxTokens === 1) {
        warmUps += 1;
        setTimeout(() => perform(heard, { do: 'run_out', text: '{' }, response), PREFILL_MS);
      } else {
        questions.push(heard);
        perform(heard, script(heard, questions.length - 1), response);
      }
      told?.();
    };
    if (running < parallel) begin();
    else if (waiting.length < pending) waiting.push(begin);
    else sendJson(response, 503, BUSY);
  };

  const server = await openJsonServer((request, body, response) => {
    if (request.url === '/api/chat') return chat(body, response);
    if (request.url === '/api/version') return sendJson(response, 200, { version: '0.33.0' });
    if (request.url === '/api/tags')
      return sendJson(response, 200, { models: models.map((name) => ({ name, model: name, size: 1, digest: 'x' })) });
    sendJson(response, 404, { error: 'not found' });
  }, options.port);
  return {
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    /** Every question but warm-ups, in order. */
    questions,
    warmUps: () => warmUps,
    /** The most it thought about at once. */
    most: () => most,
    /** Resolves with the next question. */
    asked: () => new Promise<void>((resolve) => (told = resolve)),
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
};
