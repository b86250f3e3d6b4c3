import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { FRAME_MS, FRAME_SAMPLES } from '#voice/media/audio.ts';
import { decodeG711, encodeG711 } from '#voice/media/g711.ts';

const SILENCE = new Int16Array(FRAME_SAMPLES);
const SILENT = Buffer.alloc(FRAME_SAMPLES, 0xff);

export interface TwilioOptions {
  /** Where the box listens. */
  readonly port: number;
  /** What the box is known by in the world; requests are signed for it. */
  readonly publicUrl: string;
  readonly authToken: string;
  /** How long a message takes each way, ms. */
  readonly delayMs?: number;
  /** The stream's URL is signed with a slash at its end, as some regions do. */
  readonly slash?: boolean;
}

/** An independent reading of Twilio's signature rules. */
const sign = (token: string, url: string, fields: Readonly<Record<string, string>> = {}): string => {
  const hmac = createHmac('sha1', token).update(url);
  for (const [name, value] of Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    hmac.update(name + value);
  return hmac.digest('base64');
};

const sid = (kind: string): string => kind + randomBytes(16).toString('hex');

interface Verbs {
  readonly twiml: string;
  readonly stream: { readonly url: string; readonly parameters: Readonly<Record<string, string>> } | null;
  readonly after: string | null;
}

const unescape = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const verbsOf = (twiml: string): Verbs => {
  const url = /<Stream url="([^"]*)"/.exec(twiml)?.[1];
  const parameters = [...twiml.matchAll(/<Parameter name="([^"]*)" value="([^"]*)"\/>/g)].map(
    ([, name = '', value = '']) => [unescape(name), unescape(value)],
  );
  return {
    twiml,
    stream: url === undefined ? null : { url: unescape(url), parameters: Object.fromEntries(parameters) },
    after: /<Connect action="([^"]*)"/.exec(twiml)?.[1] ?? null,
  };
};

/** Twilio's end of a call, as its webhooks are made: a signed form. */
export const webhook = async (
  options: TwilioOptions,
  path: string,
  fields: Readonly<Record<string, string>>,
  signature = sign(options.authToken, options.publicUrl + path, fields),
): Promise<{ status: number } & Verbs> => {
  const answer = await fetch(`http://127.0.0.1:${options.port}${new URL(options.publicUrl + path).pathname}`, {
    method: 'POST',
    headers: { 'x-twilio-signature': signature },
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, ...verbsOf(await answer.text()) };
};

type Held = { readonly sound: Buffer } | { readonly mark: string };

/**
 * A call on Twilio with a bidirectional media stream: `connected` and `start`, then a frame of the caller each 20 ms. What comes is
 * put into a buffer and played in real time; a mark goes back when the playing has reached it, or at once when `clear` empties the
 * buffer. When the stream ends, the action URL is asked what to do.
 */
export class TwilioCall implements AsyncDisposable {
  readonly callSid: string;
  readonly streamSid = sid('MZ');
  readonly #options: TwilioOptions;
  readonly #verbs: Verbs;
  #socket: WebSocket | null = null;
  #timer: NodeJS.Timeout | null = null;
  #due = 0;
  #sequence = 0;
  #chunk = 0;
  #held: Held[] = [];
  #saying: { readonly pcm: Int16Array; at: number; readonly over: () => void } | null = null;
  readonly #closed = Promise.withResolvers<void>();
  /** Each frame the caller heard, silence too, from the start of the stream on. */
  readonly played: Int16Array[] = [];
  onPlayed: (pcm: Int16Array) => void = () => undefined;
  /** The most that ever waited to be played, ms. */
  mostAheadMs = 0;
  clears = 0;
  /** Messages that Twilio does not take (warnings 31950, 31924). */
  readonly warnings: string[] = [];
  /** How the box closed the stream. */
  closeCode: number | null = null;

  private constructor(options: TwilioOptions, callSid: string, verbs: Verbs) {
    this.#options = options;
    this.callSid = callSid;
    this.#verbs = verbs;
  }

  /** The number is rung: asks the box what to do. */
  static async ring(
    options: TwilioOptions,
    from: string,
    to: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<TwilioCall> {
    const callSid = sid('CA');
    const fields = {
      AccountSid: 'AC00',
      ApiVersion: '2010-04-01',
      CallSid: callSid,
      CallStatus: 'ringing',
      From: from,
    };
    const verbs = await webhook(options, '/incoming', { ...fields, To: to, Direction: 'inbound', ...more });
    return new TwilioCall(options, callSid, verbs);
  }

  get twiml(): string {
    return this.#verbs.twiml;
  }

  get token(): string {
    return this.#verbs.stream?.parameters['token'] ?? '';
  }

  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /** Connects the stream, without a word yet. @param signature another than the right one */
  async connect(signature?: string): Promise<void> {
    const { stream } = this.#verbs;
    if (!stream) throw new Error(`no stream: ${this.twiml}`);
    const signed = this.#options.slash ? `${stream.url}/` : stream.url;
    const socket = new WebSocket(`ws://127.0.0.1:${this.#options.port}${new URL(stream.url).pathname}`, {
      headers: { 'x-twilio-signature': signature ?? sign(this.#options.authToken, signed) },
    });
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary) => this.#later(() => this.#receive(data, isBinary)));
    socket.on('close', (code) => {
      this.closeCode = code;
      this.#end();
    });
    socket.on('error', () => undefined);
    await Promise.race([once(socket, 'open'), this.closed]);
  }

  /** The stream begins, and the caller is heard from now on. */
  start(over: { readonly callSid?: string; readonly token?: string; readonly mediaFormat?: object } = {}): void {
    this.send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
    const { parameters } = this.#verbs.stream ?? { parameters: {} };
    this.send({
      event: 'start',
      sequenceNumber: String(++this.#sequence),
      streamSid: this.streamSid,
      start: {
        streamSid: this.streamSid,
        accountSid: 'AC00',
        callSid: over.callSid ?? this.callSid,
        tracks: ['inbound'],
        customParameters: { ...parameters, ...(over.token === undefined ? {} : { token: over.token }) },
        mediaFormat: over.mediaFormat ?? { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
      },
    });
    this.#due = performance.now();
    this.#timer = setInterval(() => this.#tick(), FRAME_MS / 4);
  }

  /** Any message at all. */
  send(message: unknown): void {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    this.#later(() => this.#socket?.readyState === WebSocket.OPEN && this.#socket.send(text));
  }

  /** A frame that is no text. */
  sendBinary(octets: Buffer): void {
    this.#socket?.send(octets);
  }

  /** The caller speaks; resolves with the last frame sent. */
  say(pcm: Int16Array): Promise<void> {
    return new Promise((over) => (this.#saying = { pcm, at: 0, over }));
  }

  press(digit: string): void {
    const sequenceNumber = String(++this.#sequence);
    this.send({ event: 'dtmf', streamSid: this.streamSid, sequenceNumber, dtmf: { track: 'inbound_track', digit } });
  }

  /** The caller hangs up: the stream is stopped, then closed. */
  hangup(): void {
    this.stop();
    this.#later(() => this.#socket?.close());
  }

  stop(): void {
    const sequenceNumber = String(++this.#sequence);
    const stop = { accountSid: 'AC00', callSid: this.callSid };
    this.send({ event: 'stop', streamSid: this.streamSid, sequenceNumber, stop });
  }

  /** The road is gone. */
  cut(): void {
    this.#socket?.terminate();
  }

  /** What the box wants done once the stream has ended. */
  async after(): Promise<string> {
    const { after } = this.#verbs;
    if (after === null) throw new Error('no action URL');
    const path = after.slice(this.#options.publicUrl.length);
    return (await webhook(this.#options, path, { CallSid: this.callSid, CallStatus: 'in-progress' })).twiml;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket?.terminate();
    this.#end();
  }

  #later(act: () => void): void {
    const { delayMs } = this.#options;
    if (delayMs === undefined) act();
    else setTimeout(act, delayMs);
  }

  #end(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#saying?.over();
    this.#saying = null;
    this.#closed.resolve();
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (isBinary) return void this.warnings.push('31950');
    const message = JSON.parse(data.toString('utf8')) as {
      event: string;
      streamSid?: string;
      media?: { payload: string };
      mark?: { name: string };
    };
    if (message.streamSid !== this.streamSid) return void this.warnings.push(`31924 ${data.toString('utf8')}`);
    if (message.event === 'media' && message.media) {
      const octets = Buffer.from(message.media.payload, 'base64');
      for (let at = 0; at < octets.length; at += FRAME_SAMPLES)
        this.#held.push({ sound: octets.subarray(at, at + FRAME_SAMPLES) });
      const waits = this.#held.filter((one) => 'sound' in one).length * FRAME_MS;
      this.mostAheadMs = Math.max(this.mostAheadMs, waits);
    } else if (message.event === 'mark' && message.mark) {
      this.#held.push({ mark: message.mark.name });
      this.#returnMarks();
    } else if (message.event === 'clear') {
      this.clears++;
      for (const one of this.#held.splice(0)) if ('mark' in one) this.#mark(one.mark);
    } else this.warnings.push(`31924 ${message.event}`);
  }

  /** Marks that nothing is before were reached. */
  #returnMarks(): void {
    for (let first = this.#held[0]; first !== undefined && 'mark' in first; first = this.#held[0]) {
      this.#held.shift();
      this.#mark(first.mark);
    }
  }

  #mark(name: string): void {
    const sequenceNumber = String(++this.#sequence);
    this.send({ event: 'mark', streamSid: this.streamSid, sequenceNumber, mark: { name } });
  }

  #tick(): void {
    const now = performance.now();
    for (; this.#due <= now; this.#due += FRAME_MS) {
      this.#say();
      this.#play();
    }
  }

  #play(): void {
    const first = this.#held[0];
    const sounds = first !== undefined && 'sound' in first;
    if (sounds) this.#held.shift();
    const pcm = sounds ? decodeG711('PCMU', first.sound) : SILENCE;
    this.played.push(pcm);
    this.onPlayed(pcm);
    this.#returnMarks();
  }

  #say(): void {
    let octets = SILENT;
    const saying = this.#saying;
    if (saying) {
      const frame = new Int16Array(FRAME_SAMPLES);
      frame.set(saying.pcm.subarray(saying.at, saying.at + FRAME_SAMPLES));
      octets = Buffer.alloc(FRAME_SAMPLES);
      encodeG711('PCMU', frame, octets);
      saying.at += FRAME_SAMPLES;
      if (saying.at >= saying.pcm.length) {
        this.#saying = null;
        saying.over();
      }
    }
    this.send({
      event: 'media',
      sequenceNumber: String(++this.#sequence),
      streamSid: this.streamSid,
      media: {
        track: 'inbound',
        chunk: String(++this.#chunk),
        timestamp: String(this.#chunk * FRAME_MS),
        payload: octets.toString('base64'),
      },
    });
  }
}
