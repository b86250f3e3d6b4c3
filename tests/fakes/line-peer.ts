import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Endpoint } from '#voice/sip/transport/transport.ts';

export interface Datagram {
  /** ms of `performance.now()`. */
  readonly at: number;
  readonly text: string;
  readonly from: Endpoint;
}

interface RequestParts {
  readonly uri?: string;
  readonly seq?: number;
  readonly callId?: string;
  /** Tag of the far end, once it is known. */
  readonly tag?: string;
  /** Header lines, each ending in a newline. */
  readonly more?: string;
  readonly body?: string;
  readonly type?: string;
  readonly branch?: string;
  /** Via's sent-by, where it is not where the packet comes from. */
  readonly sentBy?: string;
  readonly contact?: string;
}

let branches = 0;

/** Value of a header of a message, '' when there is none. */
export const headerOf = (text: string, name: string): string =>
  new RegExp(String.raw`^${name}\s*:[ \t]*(.*?)\r?$`, 'im').exec(text)?.[1] ?? '';

export const statusOf = (text: string): string => /^SIP\/2\.0 (\d+)/.exec(text)?.[1] ?? '';

export const tagIn = (text: string): string => /;tag=([^;>\r\s]+)/.exec(headerOf(text, 'To'))?.[1] ?? '';

export const bodyOf = (text: string): string => text.slice(text.indexOf('\r\n\r\n') + 4);

/** What a peer speaks over. */
interface Wire {
  readonly protocol: 'UDP' | 'TCP' | 'TLS';
  /** Where it is. */
  readonly endpoint: Endpoint;
  send(data: Buffer): void;
  close(): Promise<unknown>;
}

/** A far end on a real socket that a test plays by hand, in the protocol's own text; it shares no code with ours. */
export class LinePeer implements AsyncDisposable {
  readonly #wire: Wire;
  readonly endpoint: Endpoint;
  readonly #target: Endpoint;
  readonly inbox: Datagram[] = [];
  #arrived: (() => void)[] = [];
  #read = 0;

  constructor(wire: Wire, target: Endpoint) {
    this.#wire = wire;
    this.#target = target;
    this.endpoint = wire.endpoint;
  }

  /** On a UDP socket of its own. */
  static async open(target: Endpoint, host = '127.0.0.1'): Promise<LinePeer> {
    const socket = createSocket('udp4');
    socket.bind(0, host);
    await once(socket, 'listening');
    const peer = new LinePeer(
      {
        protocol: 'UDP',
        endpoint: { address: socket.address().address, port: socket.address().port },
        send: (data) => socket.send(data, target.port, target.address),
        close: () => {
          socket.close();
          return once(socket, 'close');
        },
      },
      target,
    );
    socket.on('message', (data, { address, port }) => peer.receive(data.toString('latin1'), { address, port }));
    return peer;
  }

  receive(text: string, from: Endpoint): void {
    this.inbox.push({ at: performance.now(), text, from });
    for (const tell of this.#arrived.splice(0)) tell();
  }

  /** `127.0.0.1:5070`. */
  get where(): string {
    return `${this.endpoint.address}:${this.endpoint.port}`;
  }

  send(text: string | Buffer): void {
    const data = typeof text === 'string' ? Buffer.from(text.replaceAll(/\r?\n/g, '\r\n'), 'latin1') : text;
    this.#wire.send(data);
  }

  /**
   * The next message whose text matches, of those not yet given out; what comes before it is passed over.
   * @throws after `withinMs`, with all that came
   */
  async next(match: RegExp, withinMs = 5_000): Promise<string> {
    const until = performance.now() + withinMs;
    for (;;) {
      const at = this.inbox.findIndex(({ text }, i) => i >= this.#read && match.test(text));
      const found = this.inbox[at];
      if (found) {
        this.#read = at + 1;
        return found.text;
      }
      const left = until - performance.now();
      if (left <= 0)
        throw new Error(`never: ${match}; came:\n${this.inbox.map(({ text }) => text.split('\r\n')[0]).join('\n')}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#arrived.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** How many messages so far match. */
  count(match: RegExp): number {
    return this.inbox.filter(({ text }) => match.test(text)).length;
  }

  request(method: string, parts: RequestParts = {}): string {
    const { seq = 1, callId = 'c1', tag = '', more = '', body = '', type = 'application/sdp' } = parts;
    const [host, port] = [this.#target.address, this.#target.port];
    const lines = body.replaceAll(/\r?\n/g, '\r\n');
    return [
      `${method} ${parts.uri ?? `sip:100@${host}:${port}`} SIP/2.0`,
      `Via: SIP/2.0/${this.#wire.protocol} ${parts.sentBy ?? this.where};branch=${parts.branch ?? `z9hG4bKp${branches++}`};rport`,
      'Max-Forwards: 70',
      `From: "Ann" <sip:9375550142@${this.where}>;tag=hers`,
      `To: <sip:100@${host}:${port}>${tag === '' ? '' : `;tag=${tag}`}`,
      `Call-ID: ${callId}`,
      `CSeq: ${seq} ${method}`,
      `Contact: ${parts.contact ?? this.#contact('ann')}`,
      ...more.trimEnd().split('\n').filter(Boolean),
      ...(body === '' ? [] : [`Content-Type: ${type}`]),
      `Content-Length: ${Buffer.byteLength(lines, 'latin1')}`,
      '',
      lines,
    ].join('\r\n');
  }

  /** The response to a request of the far end. */
  response(
    request: string,
    status: string,
    parts: { tag?: string; more?: string; body?: string; contact?: string } = {},
  ): string {
    const { tag = 'peer', more = '', body = '' } = parts;
    const lines = body.replaceAll(/\r?\n/g, '\r\n');
    const to = headerOf(request, 'To');
    return [
      `SIP/2.0 ${status}`,
      ...request.split('\r\n').filter((line) => /^(Via|From|Call-ID|CSeq|Record-Route):/i.test(line)),
      `To: ${to.includes(';tag=') ? to : `${to};tag=${tag}`}`,
      `Contact: ${parts.contact ?? this.#contact('peer')}`,
      ...more.trimEnd().split('\n').filter(Boolean),
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${Buffer.byteLength(lines, 'latin1')}`,
      '',
      lines,
    ].join('\r\n');
  }

  #contact(user: string): string {
    const { protocol } = this.#wire;
    return `<sip:${user}@${this.where}${protocol === 'UDP' ? '' : `;transport=${protocol.toLowerCase()}`}>`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#wire.close();
  }
}
