import type { RawData, WebSocket } from 'ws';
import type { CallEnd } from '../../sip/session/call.ts';
import { decodeG711, encodeG711 } from '../../media/g711.ts';
import type { StreamOut } from '../../media/messages.ts';
import { StreamCall, type Away, type Wire } from '../stream-call.ts';
import {
  clearMessage,
  isTelephone,
  markMessage,
  mediaMessage,
  readTwilioMessage,
  type TwilioMessage,
  type TwilioStart,
} from './message.ts';
import type { AnnouncedCall } from './webhooks.ts';

/** 200 ms: enough for the uneven road through the internet, little enough to be silent soon after a `clear`. */
const AHEAD_FRAMES = 10;
/** How long a connection may take to its `start`, ms. */
const START_WITHIN_MS = 5000;
/** How long the far end may take to close after us, ms. */
const CLOSE_WITHIN_MS = 2000;
/** A far end that answers no ping for so long is gone, ms. */
const PING_EVERY_MS = 10_000;
/** Two seconds of sound as JSON: more waiting means that the road is blocked, and what comes late is worth nothing. */
const MOST_WAITING = 32_768;
/** A second of sound in one message: Twilio sends 20 ms. */
const MOST_OCTETS = 8000;
const KEY = /^[0-9*#A-D]$/i;

export interface ConnectionDeps {
  /** The call this stream may carry, once; null when the token is not good. */
  readonly take: (token: string, callSid: string) => AnnouncedCall | null;
  /** A call is there. @returns false when there are too many */
  readonly onCall: (call: StreamCall) => boolean;
  /** We end it: what Twilio is to do with the caller then. */
  readonly onEnd: (callSid: string, away: Away | null) => void;
  readonly onFault: (reason: string) => void;
  /** The call is over, and so many frames were not taken in time. */
  readonly onDropped: (frames: number) => void;
}

interface Stream {
  readonly sid: string;
  readonly call: StreamCall;
}

/** One media stream of Twilio: its `start` names the call, then sound, keys and marks come and go. */
export class Connection implements Wire {
  readonly ahead = AHEAD_FRAMES;
  readonly #socket: WebSocket;
  readonly #deps: ConnectionDeps;
  readonly #starting: NodeJS.Timeout;
  readonly #pinging: NodeJS.Timeout;
  #stream: Stream | null = null;
  #ending: NodeJS.Timeout | null = null;
  #alive = true;
  /** Frames that the road did not take in time. */
  dropped = 0;

  constructor(socket: WebSocket, deps: ConnectionDeps) {
    this.#socket = socket;
    this.#deps = deps;
    this.#starting = setTimeout(() => socket.terminate(), START_WITHIN_MS);
    this.#pinging = setInterval(() => this.#ping(), PING_EVERY_MS);
    socket.on('pong', () => (this.#alive = true));
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('error', (error) => {
      this.#lost('error', error.message);
      this.#close(1011);
    });
    socket.on('close', (code) => {
      clearTimeout(this.#starting);
      clearInterval(this.#pinging);
      if (this.#ending) clearTimeout(this.#ending);
      if (this.dropped > 0) this.#deps.onDropped(this.dropped);
      // A call that the caller ends is told by `stop` first.
      this.#lost('error', `the media stream was closed (${code})`);
    });
  }

  write(out: StreamOut): void {
    const stream = this.#stream;
    if (!stream || this.#socket.readyState !== this.#socket.OPEN) return;
    if (out.kind === 'clear') return this.#socket.send(clearMessage(stream.sid));
    if (this.#socket.bufferedAmount > MOST_WAITING) {
      // A mark without its sound would tell that the sound was heard.
      if (out.kind === 'sound') this.dropped++;
      return;
    }
    if (out.kind === 'mark') return this.#socket.send(markMessage(stream.sid, out.name));
    const octets = Buffer.allocUnsafe(out.pcm.length);
    encodeG711('PCMU', out.pcm, octets);
    this.#socket.send(mediaMessage(stream.sid, octets));
  }

  end(away: Away | null): void {
    const stream = this.#stream;
    if (stream) this.#deps.onEnd(stream.call.id, away);
    this.#close(1000);
  }

  #receive(data: RawData, isBinary: boolean): void {
    const message = isBinary || !Buffer.isBuffer(data) ? null : readTwilioMessage(data.toString('utf8'));
    if (message) this.#take(message);
  }

  #take(message: TwilioMessage): void {
    if (message.event === 'connected') return;
    if (message.event === 'start') return this.#start(message.start);
    if (message.event === 'stop') {
      if (this.#stream) this.#deps.onEnd(this.#stream.call.id, null);
      this.#lost('remote', 'the caller hung up');
      return this.#close(1000);
    }
    const stream = this.#stream;
    if (!stream || stream.sid !== message.streamSid) return;
    const { call } = stream;
    if (message.event === 'mark') call.marked(message.mark.name);
    else if (message.event === 'dtmf') {
      if (KEY.test(message.dtmf.digit)) call.key(message.dtmf.digit.toUpperCase());
    } else if (message.media.track !== 'outbound') {
      const octets = Buffer.from(message.media.payload, 'base64');
      if (octets.length > 0 && octets.length <= MOST_OCTETS) call.hear(decodeG711('PCMU', octets));
    }
  }

  #start(start: TwilioStart): void {
    clearTimeout(this.#starting);
    if (this.#stream) return this.#fault('the media stream began twice');
    const announced = this.#deps.take(start.customParameters?.['token'] ?? '', start.callSid);
    if (!announced) return this.#close(1008);
    const call = new StreamCall({ id: start.callSid, ...announced, redirects: true }, this);
    this.#stream = { sid: start.streamSid, call };
    if (!isTelephone(start)) return this.#fault('the media stream is not mu-law of 8 kHz');
    if (!this.#deps.onCall(call)) call.reject(503);
  }

  #fault(reason: string): void {
    this.#deps.onFault(reason);
    this.#lost('error', reason);
    this.#close(1008);
  }

  #lost(by: CallEnd['by'], reason: string): void {
    this.#stream?.call.lost({ by, reason });
  }

  #close(code: number): void {
    this.#socket.close(code);
    this.#ending ??= setTimeout(() => this.#socket.terminate(), CLOSE_WITHIN_MS);
  }

  #ping(): void {
    if (!this.#alive) return this.#socket.terminate();
    this.#alive = false;
    this.#socket.ping();
  }
}
