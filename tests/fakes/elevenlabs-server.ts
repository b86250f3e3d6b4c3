import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the next sentence meets. Fractions are of its sound. */
export type Behaviour =
  | { readonly kind: 'speaks' }
  | { readonly kind: 'refuses'; readonly status: number; readonly code: string }
  | { readonly kind: 'begins_late'; readonly ms: number }
  | { readonly kind: 'cuts'; readonly after: number }
  | { readonly kind: 'stalls'; readonly after: number }
  | { readonly kind: 'ends_early'; readonly after: number }
  | { readonly kind: 'garbage' };

export interface SpokenRequest {
  readonly voice: string;
  readonly text: string;
  readonly model: string;
  readonly format: string;
}

/** Milliseconds of sound a character of text becomes. */
export const MS_PER_CHARACTER = 60;
/** Loud and steady, so that a test knows it from any other voice. */
export const PREMIUM_HERTZ = 1000;

const tone = (text: string): Buffer => {
  const samples = text.length * MS_PER_CHARACTER * 8;
  const out = Buffer.alloc(samples * 2);
  for (let i = 0; i < samples; i++)
    out.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * PREMIUM_HERTZ * i) / 8000)), 2 * i);
  return out;
};

/**
 * ElevenLabs' streaming speech over real HTTP: `POST /v1/text-to-speech/{voice}/stream?output_format=pcm_8000` with `xi-api-key`,
 * answered by a chunked body; refusals carry `{detail: {status, message}}`, as the provider's do.
 */
export class ElevenLabsServer {
  readonly requests: SpokenRequest[] = [];
  /** How each following sentence goes, in order; after them `otherwise`. */
  readonly next: Behaviour[] = [];
  otherwise: Behaviour = { kind: 'speaks' };
  readonly #key: string;
  readonly #server: Server;
  readonly #waiting = new Set<NodeJS.Timeout>();

  private constructor(key: string) {
    this.#key = key;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(key = 'test-key'): Promise<ElevenLabsServer> {
    const fake = new ElevenLabsServer(key);
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What was to be said, in order, without the word that tries it. */
  get texts(): string[] {
    return this.requests.map(({ text }) => text).filter((text) => text !== 'One.');
  }

  async close(): Promise<void> {
    for (const timer of this.#waiting) clearTimeout(timer);
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const voice = /^\/v1\/text-to-speech\/([^/]+)\/stream$/.exec(url.pathname)?.[1];
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (request.method !== 'POST' || voice === undefined) return this.#refuse(response, 404, 'not_found');
    if (request.headers['xi-api-key'] !== this.#key) return this.#refuse(response, 401, 'invalid_api_key');
    const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as { text: string; model_id: string };
    const format = url.searchParams.get('output_format') ?? '';
    this.requests.push({ voice, text: body.text, model: body.model_id, format });
    if (format !== 'pcm_8000') return this.#refuse(response, 422, 'invalid_output_format');
    this.#answer(response, body.text, body.text === 'One.' ? this.otherwise : (this.next.shift() ?? this.otherwise));
  }

  #answer(response: ServerResponse, text: string, how: Behaviour): void {
    const sound = tone(text);
    const begin = (): void => void response.writeHead(200, { 'content-type': 'audio/pcm' });
    // Odd pieces: the wire knows nothing of samples.
    const send = (bytes: Buffer): void => {
      for (let at = 0; at < bytes.length; at += 4001) response.write(bytes.subarray(at, at + 4001));
    };
    switch (how.kind) {
      case 'refuses':
        return this.#refuse(response, how.status, how.code);
      case 'garbage':
        response.writeHead(200, { 'content-type': 'application/json' });
        return void response.end('{"detail": "not sound at all"}');
      case 'begins_late':
        return this.#after(how.ms, () => {
          begin();
          send(sound);
          response.end();
        });
      case 'speaks':
        begin();
        send(sound);
        return void response.end();
      case 'cuts':
        begin();
        send(sound.subarray(0, Math.round(sound.length * how.after)));
        return this.#after(50, () => response.destroy());
      case 'stalls':
        begin();
        return send(sound.subarray(0, Math.round(sound.length * how.after)));
      case 'ends_early':
        begin();
        send(sound.subarray(0, Math.round(sound.length * how.after)));
        return void response.end();
      default:
        how satisfies never;
    }
  }

  #refuse(response: ServerResponse, status: number, code: string): void {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ detail: { status: code, message: `refused: ${code}` } }));
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      act();
    }, ms);
    this.#waiting.add(timer);
  }
}
