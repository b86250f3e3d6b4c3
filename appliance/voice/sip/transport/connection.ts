import type { Socket } from 'node:net';
import type { Timers } from '../timers.ts';
import { StreamFramer } from './framing.ts';
import type { Endpoint } from './transport.ts';

/** What a connection may take and cost; times in ms. */
export interface StreamLimits {
  /** Connections from one address. */
  readonly perPeer: number;
  /** Connections altogether, those of ours included. */
  readonly total: number;
  /** From asking for a connection to its being ready, TLS included; also how long a far end's TLS handshake may take. */
  readonly connectMs: number;
  /** From the first byte of a message to its last. */
  readonly messageMs: number;
  /** Without a message in either direction, or a ping of the far end. */
  readonly idleMs: number;
  /** Between our pings: often enough for routers to remember the connection (RFC 5626 section 4.4.1). */
  readonly pingMs: number;
  /** RFC 5626 section 4.4.1: wait for the pong of a far end that has sent one before. */
  readonly pongMs: number;
  /** Bytes waiting for a far end that does not read. */
  readonly queueBytes: number;
}

export const STREAM_LIMITS: StreamLimits = {
  perPeer: 128,
  total: 1_024,
  connectMs: 5_000,
  messageMs: 10_000,
  idleMs: 900_000,
  pingMs: 25_000,
  pongMs: 10_000,
  queueBytes: 1_048_576,
};

const PING = '\r\n\r\n';
const PONG = '\r\n';

interface ConnectionEvents {
  message(data: Buffer, fault?: string): void;
  /** Told once; `error` is null when it ended in good order, `stood` false when it never came to be. */
  closed(error: Error | null, stood: boolean): void;
}

/** How long what was written last may take to go out when we close, ms. */
const LAST_WORDS_MS = 1_000;

interface ConnectionStart {
  readonly id: number;
  readonly remote: Endpoint;
  /** Who opened it: pings come from there. */
  readonly ours: boolean;
  readonly timers: Timers;
  readonly limits: StreamLimits;
}

/** One stream to a far end: messages in and out, keep-alive, and an end to what is slow, silent or senseless. */
export class Connection {
  readonly id: number;
  readonly remote: Endpoint;
  readonly socket: Socket;
  readonly #start: ConnectionStart;
  readonly #events: ConnectionEvents;
  readonly #framer = new StreamFramer();
  readonly #waits = new Map<string, () => void>();
  #open = true;
  #stood = false;
  #error: Error | null = null;
  /** A ping of ours is unanswered. */
  #pinged = false;
  /** The far end has answered one. */
  #pongs = false;

  constructor(socket: Socket, start: ConnectionStart, events: ConnectionEvents) {
    this.id = start.id;
    this.remote = start.remote;
    this.socket = socket;
    this.#start = start;
    this.#events = events;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, start.limits.pingMs);
    socket.on('data', (chunk: Buffer) => this.#data(chunk));
    socket.on('error', (error) => {
      this.#error ??= error;
    });
    socket.on('close', () => this.#closed());
    this.#wait('ready', start.limits.connectMs, () => this.close(new Error('the connection was not ready in time')));
  }

  /** TCP stands, and over TLS the far end is who it should be. */
  ready(): void {
    if (!this.#open) return;
    this.#stood = true;
    this.#stop('ready');
    this.#used();
    if (this.#start.ours) this.#pingLater();
  }

  send(data: Buffer): void {
    if (!this.#open) return;
    this.#used();
    this.#write(data);
    if (this.socket.writableLength > this.#start.limits.queueBytes)
      this.close(new Error('the far end does not read what it is sent'));
  }

  /** Ends it at once when there is an error, else behind what was written last. */
  close(error: Error | null = null): void {
    this.#error ??= error;
    if (error || this.socket.connecting) this.socket.destroy();
    else {
      this.socket.destroySoon();
      const stop = this.#start.timers.after(LAST_WORDS_MS, () => this.socket.destroy());
      this.socket.once('close', stop);
    }
    // Node tells of the end later; nothing may be sent until then.
    this.#closed();
  }

  #data(chunk: Buffer): void {
    if (!this.#open) return;
    for (const frame of this.#framer.push(chunk, this.#pinged)) {
      if (frame.kind === 'message') {
        this.#used();
        this.#events.message(frame.bytes);
      } else if (frame.kind === 'ping') {
        this.#used();
        this.#write(PONG);
      } else if (frame.kind === 'pong') {
        this.#pongs ||= this.#pinged;
        this.#pinged = false;
        this.#stop('pong');
      } else {
        this.#events.message(frame.head, frame.cause);
        // What was answered still goes out.
        this.socket.end();
        this.#wait('message', this.#start.limits.messageMs, () => this.close());
        return;
      }
    }
    if (!this.#framer.pending) this.#stop('message');
    else if (!this.#waits.has('message'))
      this.#wait('message', this.#start.limits.messageMs, () =>
        this.close(new Error('a message was not sent to its end')),
      );
  }

  #pingLater(): void {
    const { limits } = this.#start;
    this.#wait('ping', limits.pingMs, () => {
      this.#write(PING);
      this.#pinged = true;
      if (this.#pongs) this.#wait('pong', limits.pongMs, () => this.close(new Error('the far end answers no ping')));
      this.#pingLater();
    });
  }

  #used(): void {
    this.#wait('idle', this.#start.limits.idleMs, () => this.close());
  }

  #write(data: Buffer | string): void {
    if (this.#open && this.socket.writable) this.socket.write(data);
  }

  #wait(name: string, ms: number, run: () => void): void {
    if (!this.#open) return;
    this.#stop(name);
    this.#waits.set(
      name,
      this.#start.timers.after(ms, () => {
        this.#waits.delete(name);
        run();
      }),
    );
  }

  #stop(name: string): void {
    this.#waits.get(name)?.();
    this.#waits.delete(name);
  }

  #closed(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const name of this.#waits.keys()) this.#stop(name);
    this.#events.closed(this.#error, this.#stood);
  }
}
