import type { ServerResponse } from 'node:http';
import { openJsonServer, sendJson } from './model-http.ts';
import { tokensOf, type Behaviour, type Heard, type Script } from './model-script.ts';

interface Message {
  readonly role: string;
  readonly content: string;
}

const fault = (message: string, type: string) => ({ error: { message, type, param: null, code: null } });

/** A server with OpenAI's /v1/models and streamed /v1/chat/completions (server-sent events, usage in the last chunk). */
export const openOpenAi = async (
  script: Script,
  options: { models?: readonly string[]; key?: string; port?: number } = {},
) => {
  const { models = ['qwen2.5-7b'], key } = options;
  const questions: Heard[] = [];
  let warmUps = 0;

  const event = (response: ServerResponse, data: unknown): void =>
    void response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
  const chunk = (heard: Heard, delta: object, finish: string | null) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: heard.body['model'],
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  });
  const perform = (heard: Heard, behaviour: Behaviour, response: ServerResponse): void => {
    if (behaviour.do === 'refuse') return sendJson(response, behaviour.status, fault('overloaded', 'server_error'));
    if (behaviour.do === 'hang') return;
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    if (behaviour.do === 'garble') return void response.end('data: {"choices":[{"del\n\n');
    event(response, chunk(heard, { role: 'assistant', content: '' }, null));
    const pieces = tokensOf(behaviour.text);
    const shown = behaviour.do === 'answer' || behaviour.do === 'run_out' ? pieces : pieces.slice(0, pieces.length / 2);
    for (const content of shown) event(response, chunk(heard, { content }, null));
    if (behaviour.do === 'cut') return void setImmediate(() => response.destroy());
    if (behaviour.do === 'stall') return;
    event(response, chunk(heard, {}, behaviour.do === 'answer' ? 'stop' : 'length'));
    const prompt_tokens = Math.ceil((heard.system.length + heard.user.length) / 4);
    const completion_tokens = pieces.length;
    event(response, {
      ...chunk(heard, {}, null),
      choices: [],
      usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
    });
    event(response, '[DONE]');
    response.end();
  };

  const server = await openJsonServer((request, body, response) => {
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`)
      return sendJson(response, 401, fault('Incorrect API key provided', 'invalid_request_error'));
    if (request.url === '/v1/models')
      return sendJson(response, 200, { object: 'list', data: models.map((id) => ({ id, object: 'model' })) });
    if (request.url !== '/v1/chat/completions') return sendJson(response, 404, fault('Not found', 'not_found'));
    if (!models.includes(String(body['model'])))
      return sendJson(response, 404, fault('The model does not exist', 'not_found'));
    const messages = body['messages'] as readonly Message[];
    const of = (role: string): string => messages.find((one) => one.role === role)?.content ?? '';
    const format = body['response_format'] as { json_schema?: { schema: Heard['format'] } } | undefined;
    const heard: Heard = {
      system: of('system'),
      user: of('user'),
      format: format?.json_schema?.schema ?? null,
      maxTokens: Number(body['max_tokens'] ?? body['max_completion_tokens']),
      body,
    };
    if (heard.maxTokens === 1) {
      warmUps += 1;
      return perform(heard, { do: 'run_out', text: '{' }, response);
    }
    questions.push(heard);
    perform(heard, script(heard, questions.length - 1), response);
  }, options.port);
  return {
    url: `http://127.0.0.1:${server.port}/v1`,
    port: server.port,
    questions,
    warmUps: () => warmUps,
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
};
