import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { Endpoint } from '#voice/sip/transport/transport.ts';

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
}

/** A registrar over real UDP with digest, which reads and writes the protocol's own text and shares no code with ours. */
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
  /** Sends text to a client and gives back the next datagram that is not a REGISTER or OPTIONS. */
  exchange(text: string, to: Endpoint): Promise<string>;
  close(): Promise<void>;
}

const header = (text: string, name: string): string =>
  new RegExp(String.raw`^${name}\s*:\s*(.*)\r$`, 'im').exec(text)?.[1] ?? '';
const parameter = (text: string, name: string): string =>
  new RegExp(String.raw`[ ,]${name}\s*=\s*"?([^",]*)`, 'i').exec(text)?.[1] ?? '';

export const openRegistrar = async (options: RegistrarOptions): Promise<FakeRegistrar> => {
  const { user, password, algorithm = 'MD5', minExpires = 0, most = 3600, nonceUses = Infinity } = options;
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => {
    socket.bind(0, options.host ?? '127.0.0.1', resolve);
  });
  const { address, port } = socket.address();
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

  socket.on('message', (data, source) => {
    const text = data.toString('latin1');
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
    socket.send(`${lines.join('\r\n')}\r\n${more}Content-Length: 0\r\n\r\n`, source.port, source.address);
  });

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
        socket.send(text.replaceAll(/\r?\n/g, '\r\n'), to.port, to.address);
      }),
    close: () =>
      new Promise((resolve) => {
        socket.close(() => resolve());
      }),
  };
  return registrar;
};
