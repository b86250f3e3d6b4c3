import { WebSocket } from 'ws';
import { readCoreMessage, writeMessage } from '#shared/link/codec.ts';
import {
  PROTOCOL_VERSION,
  type CallSnapshot,
  type DialMessage,
  type EngineState,
  type LineState,
  type ModesMessage,
  type TraceAnswer,
  type TraceAsk,
} from '#shared/link/messages.ts';
import { type CallCommand } from '#shared/link/commands.ts';
import { type CallEvent } from '#shared/link/events.ts';
import { messageOf } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';
import { EventJournal } from './journal.ts';

export interface CommandMessage {
  readonly call: string;
  readonly id: string;
  readonly answers: number;
  readonly body: CallCommand;
}

export interface LinkOptions {
  readonly socketPath: string;
  readonly bootId: string;
  readonly log: Log;
  /** The calls in progress, asked for at each connection. */
  readonly snapshot: () => CallSnapshot[];
  /** How the trunks stand; asked at each connection and once a second. */
  readonly lines: () => LineState[];
  /** How engines outside the box stand; asked as often. */
  readonly engines: () => EngineState[];
  readonly onCommand: (command: CommandMessage) => void;
  readonly onAsk: (ask: TraceAsk) => TraceAnswer;
  /** Somebody is to be rung. */
  readonly onDial: (dial: DialMessage) => void;
  /** When the lines answer, as core has it: at each connection and each change. */
  readonly onModes: (modes: ModesMessage) => void;
  /** Core has everything of this call that was sent so far. */
  readonly onAcknowledged: (call: string) => void;
  /** Told at each change of the link: core is there and speaks our protocol, or not. */
  readonly onChange: (up: boolean) => void;
}

const RETRY_MS = 120;
const STATES_MS = 1000;
/** A core that refused us will hardly speak another protocol a moment later. */
const REFUSED_RETRY_MS = 5000;

/** Voice's end of the link. Reconnects for ever; events wait in the journal meanwhile. */
export class LinkClient {
  readonly #options: LinkOptions;
  readonly #journal = new EventJournal();
  #socket: WebSocket | null = null;
  #retry: NodeJS.Timeout | null = null;
  #epoch = 0;
  #up = false;
  #refused = false;
  #closed = false;
  #settled: (() => void)[] = [];
  #watch: NodeJS.Timeout | null = null;
  #told: Readonly<Record<string, string>> = {};

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get up(): boolean {
    return this.#up;
  }

  start(): void {
    if (this.#closed) return;
    const socket = new WebSocket(`ws+unix://${this.#options.socketPath}:/link`, { handshakeTimeout: 2000 });
    this.#socket = socket;
    socket.on('open', () => {
      socket.send(writeMessage({ type: 'hello', protocol: [PROTOCOL_VERSION], bootId: this.#options.bootId }));
    });
    socket.on('message', (data: Buffer) => this.#receive(socket, data.toString('utf8')));
    socket.on('error', (error) => this.#options.log.debug({ cause: error.message }, 'link error'));
    socket.on('close', () => this.#lost(socket));
  }

  /** Sends an event that core must take in; it is kept and sent again until core acknowledges it. */
  send(call: string, at: number, body: CallEvent): number {
    const message = this.#journal.append(call, at, body);
    if (this.#up) this.#socket?.send(writeMessage(message));
    return message.seq;
  }

  /** Sends an event that is worth nothing later: a partial. */
  sendVolatile(call: string, at: number, body: CallEvent): void {
    if (this.#up) this.#socket?.send(writeMessage({ type: 'event', call, seq: 0, at, body }));
  }

  waits(call: string): boolean {
    return this.#journal.waits(call);
  }

  /** Resolves when core has acknowledged everything, when there is no core, or after `limitMs`. */
  async settled(limitMs: number): Promise<void> {
    if (this.#journal.empty || !this.#up) return;
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, limitMs);
      this.#settled.push(() => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  close(): void {
    this.#closed = true;
    if (this.#retry) clearTimeout(this.#retry);
    if (this.#watch) clearTimeout(this.#watch);
    this.#socket?.close();
  }

  #receive(socket: WebSocket, text: string): void {
    try {
      const message = readCoreMessage(text);
      switch (message.type) {
        case 'welcome':
          if (message.epoch < this.#epoch) return socket.terminate();
          this.#epoch = message.epoch;
          socket.send(writeMessage({ type: 'snapshot', calls: this.#options.snapshot() }));
          for (const event of this.#journal.unacknowledged()) socket.send(writeMessage(event));
          this.#up = true;
          this.#tellStates(true);
          this.#refused = false;
          this.#options.onChange(true);
          return;
        case 'ack':
          this.#journal.acknowledge(message.call, message.seq);
          if (!this.#journal.waits(message.call)) this.#options.onAcknowledged(message.call);
          if (this.#journal.empty) this.#tellSettled();
          return;
        case 'command':
          if (message.epoch >= this.#epoch) this.#options.onCommand(message);
          return;
        case 'ask': {
          const answer = this.#options.onAsk(message.ask);
          socket.send(writeMessage({ type: 'told', request: message.request, answer }));
          return;
        }
        case 'dial':
          if (message.epoch >= this.#epoch) this.#options.onDial(message);
          return;
        case 'modes':
          return this.#options.onModes(message);
        case 'refused':
          this.#refused = true;
          this.#options.log.error({ code: message.code, cause: message.message }, 'core refused the link');
          return;
        default:
          message satisfies never;
      }
    } catch (error) {
      this.#options.log.error({ cause: messageOf(error) }, 'link message refused');
    }
  }

  #tellStates(fresh: boolean): void {
    if (this.#watch) clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#tellStates(false), STATES_MS);
    const { engines, lines } = this.#options;
    const told: Record<string, string> = {
      lines: writeMessage({ type: 'lines', lines: lines() }),
      engines: writeMessage({ type: 'engines', engines: engines() }),
    };
    for (const [type, message] of Object.entries(told))
      if (fresh || message !== this.#told[type]) this.#socket?.send(message);
    this.#told = told;
  }

  #lost(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    if (this.#watch) clearTimeout(this.#watch);
    if (this.#up) {
      this.#up = false;
      this.#options.onChange(false);
    }
    this.#tellSettled();
    if (this.#closed) return;
    this.#retry = setTimeout(() => this.start(), this.#refused ? REFUSED_RETRY_MS : RETRY_MS);
  }

  #tellSettled(): void {
    for (const tell of this.#settled.splice(0)) tell();
  }
}
