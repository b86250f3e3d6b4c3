import type { Socket } from 'node:net';
import type { CallEnd } from '../../sip/session/call.ts';
import type { StreamOut } from '../../media/messages.ts';
import type { ExpectedCall } from '../expected-calls.ts';
import { StreamCall, type Wire } from '../stream-call.ts';
import { HANGUP_MESSAGE, MessageReader, soundMessage, type AudioSocketMessage } from './message.ts';

/** How long a connection may take to say which call it is, ms. */
const ID_WITHIN_MS = 3000;
/** How long the far end may take to close after our hang-up, ms. */
const CLOSE_WITHIN_MS = 2000;
/** Two frames: more than that waiting means that the far end does not read, and what it reads late is worth nothing. */
const MOST_WAITING = 2 * 323;

export interface ConnectionDeps {
  /** The call of this id, once; null when nobody announced it. */
  readonly take: (uuid: string) => ExpectedCall | null;
  /** A call is there. @returns false when there are too many */
  readonly onCall: (call: StreamCall) => boolean;
  readonly onFault: (reason: string) => void;
  /** The call is over, and so many frames were not taken in time. */
  readonly onDropped: (frames: number) => void;
}

/** One connection of a PBX: its id first, then the sound of that call both ways. */
export class Connection implements Wire {
  readonly ahead = 0;
  readonly #socket: Socket;
  readonly #deps: ConnectionDeps;
  readonly #reader = new MessageReader();
  readonly #timer: NodeJS.Timeout;
  #call: StreamCall | null = null;
  #ending: NodeJS.Timeout | null = null;
  /** Frames that the far end did not take in time. */
  dropped = 0;

  constructor(socket: Socket, deps: ConnectionDeps) {
    this.#socket = socket;
    this.#deps = deps;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 10_000);
    this.#timer = setTimeout(() => socket.destroy(), ID_WITHIN_MS);
    socket.on('data', (piece) => this.#receive(piece));
    let cause: string | null = null;
    socket.on('error', (error) => (cause = error.message));
    socket.on('close', () => {
      clearTimeout(this.#timer);
      if (this.#ending) clearTimeout(this.#ending);
      if (this.dropped > 0) this.#deps.onDropped(this.dropped);
      this.#lost(cause === null ? 'remote' : 'error', cause ?? 'the PBX closed the connection');
    });
  }

  get call(): StreamCall | null {
    return this.#call;
  }

  write(out: StreamOut): void {
    if (out.kind !== 'sound' || !this.#socket.writable) return;
    if (this.#socket.writableLength > MOST_WAITING) this.dropped++;
    else this.#socket.write(soundMessage(out.pcm));
  }

  end(): void {
    if (!this.#socket.writable) return;
    this.#socket.end(HANGUP_MESSAGE);
    this.#ending = setTimeout(() => this.#socket.destroy(), CLOSE_WITHIN_MS);
  }

  #receive(piece: Buffer): void {
    for (const message of this.#reader.push(piece)) {
      if (this.#socket.destroyed) return;
      this.#take(message);
    }
  }

  #take(message: AudioSocketMessage): void {
    const call = this.#call;
    switch (message.kind) {
      case 'id':
        return call ? this.#fault('the PBX named its call twice') : this.#begin(message.uuid);
      case 'sound':
        return call ? call.hear(message.pcm) : void this.#socket.destroy();
      case 'key':
        return call?.key(message.digit);
      case 'hangup':
        this.#lost('remote', 'the PBX hung up');
        return void this.#socket.destroy();
      case 'error':
        this.#lost('error', `the PBX told of error ${message.code ?? 'without a code'}`);
        return void this.#socket.destroy();
      case 'fault':
        return this.#fault(message.reason);
      default:
        message satisfies never;
    }
  }

  #begin(uuid: string): void {
    clearTimeout(this.#timer);
    const expected = this.#deps.take(uuid);
    // In silence: who guesses ids learns nothing.
    if (!expected) return void this.#socket.destroy();
    const call = new StreamCall({ id: uuid, ...expected }, this);
    this.#call = call;
    if (!this.#deps.onCall(call)) call.reject(503);
  }

  #fault(reason: string): void {
    // Strangers may send anything; what our PBX sends is worth telling.
    if (this.#call) this.#deps.onFault(reason);
    this.#lost('error', reason);
    this.#socket.destroy();
  }

  #lost(by: CallEnd['by'], reason: string): void {
    this.#call?.lost({ by, reason });
  }
}
