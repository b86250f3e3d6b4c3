import { fullPath } from '#shared/api/define-route.ts';
import type { FeedMessage } from '#shared/api/feed.ts';
import { getHealth, listenFeed } from '#shared/api/routes/box.ts';
import { waitBefore } from './backoff.ts';

/**
 * How the page stands with the box:
 *
 *     +------------+  snapshot   +------+
 *     | connecting |------------>| live |
 *     +------------+             +------+
 *        ^      | failed            | closed, or silent
 *        |      v                   v
 *        |  +---------+<------------+
 *        +--| offline |  (until retryAt, or at once on retry)
 *           +---------+
 */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** `retryAt` is epoch ms by the page's own clock. */
  | { readonly kind: 'offline'; readonly retryAt: number };

export interface ConnectionListener {
  message(message: FeedMessage): void;
  state(state: ConnectionState): void;
}

/** An attempt that has brought no snapshot by then has failed, ms. */
const PATIENCE_MS = 8_000;
/** How often the box is asked whether it is there: a lost network closes no socket. */
const PROBE_MS = 10_000;

/** Keeps one feed open, for as long as the page is. */
export class FeedConnection {
  readonly #listener: ConnectionListener;
  readonly #base: string;
  #socket: WebSocket | null = null;
  #timer = 0;
  #probe = 0;
  #failures = 0;

  /** @param base origin of the box, `http://box:8080` */
  constructor(base: string, listener: ConnectionListener) {
    this.#base = base;
    this.#listener = listener;
  }

  start(): void {
    this.#open();
    this.#probe = window.setInterval(() => void this.#ask(), PROBE_MS);
    window.addEventListener('online', this.retry);
  }

  stop(): void {
    window.removeEventListener('online', this.retry);
    window.clearInterval(this.#probe);
    window.clearTimeout(this.#timer);
    this.#drop();
  }

  /** Tries at once, when offline. */
  readonly retry = (): void => {
    if (this.#socket === null) this.#open();
  };

  #open(): void {
    window.clearTimeout(this.#timer);
    this.#listener.state({ kind: 'connecting' });
    const socket = new WebSocket(`${this.#base.replace(/^http/, 'ws')}${fullPath(listenFeed)}`);
    this.#socket = socket;
    this.#timer = window.setTimeout(() => this.#lost(), PATIENCE_MS);
    socket.addEventListener('message', (event: MessageEvent<string>) => {
      if (this.#socket === socket) this.#take(JSON.parse(event.data) as FeedMessage);
    });
    socket.addEventListener('close', () => {
      if (this.#socket === socket) this.#lost();
    });
  }

  #take(message: FeedMessage): void {
    if (message.type === 'snapshot') {
      window.clearTimeout(this.#timer);
      this.#failures = 0;
      this.#listener.message(message);
      this.#listener.state({ kind: 'live' });
      return;
    }
    this.#listener.message(message);
  }

  #lost(): void {
    this.#drop();
    const wait = waitBefore(++this.#failures, Math.random());
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#open(), wait);
    this.#listener.state({ kind: 'offline', retryAt: Date.now() + wait });
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  async #ask(): Promise<void> {
    const asked = this.#socket;
    if (asked === null || asked.readyState !== WebSocket.OPEN) return;
    try {
      await fetch(`${this.#base}${fullPath(getHealth)}`, { signal: AbortSignal.timeout(PROBE_MS / 2) });
    } catch {
      if (this.#socket === asked) this.#lost();
    }
  }
}
