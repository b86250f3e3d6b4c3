import type { Server as HttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { messageOf } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';

const AGAIN_MS = 5000;

/** A server that wants to listen, and goes on trying: a port in use must not take the other lines down. */
export class Listening {
  readonly #server: Server | HttpServer;
  readonly #where: { readonly host: string; readonly port: number };
  readonly #log: Log;
  #again: NodeJS.Timeout | null = null;
  #closed = false;
  /** Why it does not listen now; null while it does. */
  fault: string | null = 'not listening yet';

  constructor(server: Server | HttpServer, where: { readonly host: string; readonly port: number }, log: Log) {
    this.#server = server;
    this.#where = where;
    this.#log = log;
  }

  /** The port it really has; the configured one while it does not listen. */
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? this.#where.port;
  }

  /** Resolves when it listens, or the first try failed. */
  async open(): Promise<void> {
    await new Promise<void>((tried) => {
      this.#server.on('listening', () => {
        this.fault = null;
        tried();
      });
      this.#server.on('error', (error) => {
        this.fault = messageOf(error);
        this.#log.error({ cause: this.fault }, 'a line does not listen');
        tried();
        if (!this.#closed) this.#again = setTimeout(() => this.#listen(), AGAIN_MS);
      });
      this.#listen();
    });
  }

  /** Resolves when no connection is left. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#again) clearTimeout(this.#again);
    this.fault = 'closed';
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #listen(): void {
    this.#again = null;
    this.#server.listen(this.#where.port, this.#where.host);
  }
}
