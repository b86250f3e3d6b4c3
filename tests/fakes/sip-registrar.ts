import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { TLSSocket, type SecureContextOptions } from 'node:tls';
import type { Endpoint } from '#voice/sip/transport/transport.ts';
import { cutInto } from './stream-peer.ts';

export interface RegistrarOptions {
  readonly user: string;
  readonly password: string;
  /** Address to listen on; each trunk of a test has its own. */
  readonly host?: string;
  readonly algorithm?: 'MD5' | 'SHA-256';
  /** Shortest binding taken, seconds; 423 below. */
  readonly minExpires?: number;
  /** Longest binding given, seconds. */
  readonly most?: number;
  /** So many uses, and a nonce is stale. */
  readonly nonceUses?: number;
  /** Port to listen on; one of its own when left out. */
  readonly port?: number;
  /** UDP when left out. */
  readonly over?: 'TCP' | { readonly tls: SecureContextOptions };
}

/** A registrar over a real socket with digest, which reads and writes the protocol's own text and shares no code with ours. */
export interface FakeRegistrar {
  readonly endpoint: Endpoint;
  readonly server: string;
  /** Contact URI -> seconds, as last asked. */
  readonly bindings: Map<string, number>;
  /** First lines and statuses in order: `REGISTER 401`. */
  readonly log: string[];
  /** Requests as they came. */
  readonly requests: string[];
  /** What it answers to every REGISTER instead, with its extra header lines; null for its own work. 0 stays silent. */
  answer: { status: number; more?: string } | null;
  /** Where it claims to see its client; null tells the truth. */
  sees: Endpoint | null;
  /** Sends text to a client, over a stream on the latest connection, and gives back the next message that is no REGISTER or OPTIONS. */
  exchange(text: string, to: Endpoint): Promise<string>;
  /** Connections taken so far, over a stream. */
  connections(): number;
  /** Keep-alives of line breaks alone. */
  pings(): number;
  /** Breaks every connection off. */
  hangUp(): void;
  close(): Promise<void>;
}

const header = (text: string, name: string): string =>
  new RegExp(String.raw`^${name}\s*:\s*(.*)\r$`, 'im').exec(text)?.[1] ?? '';
const parameter = (text: string, name: string): string =>
  new RegExp(String.raw`[ ,]${name}\s*=\s*"?([^",]*)`, 'i').exec(text)?.[1] ?? '';

export const openRegistrar = async (options: RegistrarOptions): Promise<FakeRegistrar> => {
  const { user, password, algorithm = 'MD5', minExpires = 0, most = 3600, nonceUses = Infinity } = options;
  const wire = await openWire(options, (text, source, reply) => receive(text, source, reply));
  const { address, port } = wire.endpoint;
  let pings = 0;
  const nonces = new Map<string, number>();
  const waiting: ((text: string) => void)[] = [];
  const hash = (text: string): string =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');

  const challenge = (stale: boolean): string => {
    const nonce = randomBytes(8).toString('hex');
    nonces.set(nonce, 0);
    return `WWW-Authenticate: Digest realm="trunk", nonce="${nonce}", algorithm=${algorithm}, qop="auth"${stale ? ', stale=true' : ''}\r\n`;
  };
  /** Null when the request may pass; else what to ask for. */
  const unauthorized = (text: string): string | null => {
    const line = header(text, 'Authorization');
    if (line === '') return challenge(false);
    const nonce = parameter(line, 'nonce');
    const [nc, cnonce] = [parameter(line, 'nc'), parameter(line, 'cnonce')];
    const secret = hash(`${user}:trunk:${password}`);
    const [method = '', uri = ''] = text.split(' ');
    if (hash(`${secret}:${nonce}:${nc}:${cnonce}:auth:${hash(`${method}:${uri}`)}`) !== parameter(line, 'response'))
      return challenge(false);
    const used = nonces.get(nonce);
    if (used === undefined || used >= nonceUses || Number.parseInt(nc, 16) !== used + 1) return challenge(true);
    nonces.set(nonce, used + 1);
    return null;
  };
  const register = (text: string): [status: string, more: string] => {
    const { answer } = registrar;
    if (answer) return [`${answer.status} Scripted`, answer.more ?? ''];
    const asked = unauthorized(text);
    if (asked !== null) return ['401 Unauthorized', asked];
    const whole = Number(header(text, 'Expires'));
    if (whole > 0 && whole < minExpires) return ['423 Interval Too Brief', `Min-Expires: ${minExpires}\r\n`];
    for (const [, uri = '', seconds = ''] of text.matchAll(/^Contact: <([^>]*)>(?:;expires=(\d+))?/gim)) {
      const wanted = Math.min(Number(seconds === '' ? whole : seconds), most);
      if (wanted === 0) registrar.bindings.delete(uri);
      else registrar.bindings.set(uri, wanted);
    }
    const listed = [...registrar.bindings].map(([uri, seconds]) => `Contact: <${uri}>;expires=${seconds}\r\n`);
    return ['200 OK', listed.join('')];
  };

  const receive = (text: string, source: Endpoint, reply: (text: string) => void): void => {
    if (text.trim() === '') return void pings++;
    const method = text.split(' ', 1)[0] ?? '';
    if (method !== 'REGISTER' && method !== 'OPTIONS') return waiting.shift()?.(text);
    registrar.requests.push(text);
    const [status, more] = method === 'REGISTER' ? register(text) : ['200 OK', ''];
    if (status.startsWith('0 ')) return void registrar.log.push(`${method} lost`);
    registrar.log.push(`${method} ${status.slice(0, 3)}`);
    const sees = registrar.sees ?? source;
    const via = `${header(text, 'Via').replace(';rport', `;rport=${sees.port}`)};received=${sees.address}`;
    const kept = text.split('\r\n').filter((line) => /^(From|Call-ID|CSeq):/i.test(line));
    const lines = [`SIP/2.0 ${status}`, `Via: ${via}`, ...kept, `To: ${header(text, 'To')};tag=r`];
    reply(`${lines.join('\r\n')}\r\n${more}Content-Length: 0\r\n\r\n`);
  };

  const registrar: FakeRegistrar = {
    endpoint: { address, port },
    server: `${address}:${port}`,
    bindings: new Map(),
    log: [],
    requests: [],
    answer: null,
    sees: null,
    exchange: (text, to) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        wire.send(text.replaceAll(/\r?\n/g, '\r\n'), to);
      }),
    pings: () => pings,
    connections: () => wire.taken.length,
    hangUp: () => {
      for (const one of wire.taken) one.destroy();
    },
    close: () => wire.close(),
  };
  return registrar;
};

interface Wire {
  readonly endpoint: Endpoint;
  readonly taken: readonly Socket[];
  send(text: string, to: Endpoint): void;
  close(): Promise<void>;
}

type Receive = (text: string, source: Endpoint, reply: (text: string) => void) => void;

const openWire = async ({ host = '127.0.0.1', port = 0, over }: RegistrarOptions, receive: Receive): Promise<Wire> => {
  if (over !== undefined) return openStreamWire({ host, port, over }, receive);
  const socket = createSocket('udp4');
  const send = (text: string, to: Endpoint): void => socket.send(text, to.port, to.address);
  socket.bind(port, host);
  await once(socket, 'listening');
  socket.on('message', (data, source) => receive(data.toString('latin1'), source, (text) => send(text, source)));
  return {
    endpoint: { address: socket.address().address, port: socket.address().port },
    taken: [],
    send,
    close: () => new Promise((resolve) => void socket.close(() => resolve())),
  };
};

const openStreamWire = async (
  { host, port, over }: { host: string; port: number; over: NonNullable<RegistrarOptions['over']> },
  receive: Receive,
): Promise<Wire> => {
  const taken: Socket[] = [];
  const server = createServer((raw) => {
    const socket = over === 'TCP' ? raw : new TLSSocket(raw, { isServer: true, ...over.tls });
    const source = { address: raw.remoteAddress ?? '', port: raw.remotePort ?? 0 };
    taken.push(socket);
    for (const one of new Set([raw, socket])) one.on('error', () => {});
    socket.on(
      'data',
      cutInto((text) => receive(text, source, (reply) => void socket.write(reply))),
    );
  });
  server.listen(port, host);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return {
    endpoint: { address: bound.address, port: bound.port },
    taken,
    send: (text) => void taken.at(-1)?.write(text),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const one of taken) one.destroy();
      await closed;
    },
  };
};
