import type { FeedChange, FeedMessage, FeedSnapshot } from '#shared/api/feed.ts';

/** The socket as the feed needs it. */
export interface FeedSocket {
  /** Bytes handed over and not yet on the wire. */
  readonly bufferedAmount: number;
  send(text: string): void;
  ping(): void;
  terminate(): void;
}

export interface FeedLimits {
  /** Past this many waiting bytes no partial is sent: the next one says the same and more. */
  readonly skipPartialsBytes: number;
  /** Past this many waiting bytes changes are dropped, and a snapshot makes up for them once the client caught up. */
  readonly holdBytes: number;
  /** A client that is behind for longer is let go; it may come back. */
  readonly behindMs: number;
  /** A ping this often; a client that did not answer the last one is gone. */
  readonly pingMs: number;
}

export const FEED_LIMITS: FeedLimits = {
  skipPartialsBytes: 32 * 1024,
  holdBytes: 256 * 1024,
  behindMs: 15_000,
  pingMs: 15_000,
};

/**
 * One listener of the feed and how far it is:
 *
 *     +--------+  waiting bytes > hold   +--------+  behind for too long  +------+
 *     | live   |------------------------>| behind |---------------------->| gone |
 *     |        |<------------------------|        |                       +------+
 *     +--------+  all sent: snapshot     +--------+
 *
 * What waits for a client is bounded by `holdBytes` and one message. `tick` is called about every second; times are
 * monotonic ms.
 */
export class FeedClient {
  readonly #socket: FeedSocket;
  readonly #snapshot: () => FeedSnapshot;
  readonly #limits: FeedLimits;
  #behindSince: number | null = null;
  #pingedAt: number;
  #alive = true;

  constructor(socket: FeedSocket, snapshot: () => FeedSnapshot, now: number, limits: FeedLimits = FEED_LIMITS) {
    this.#socket = socket;
    this.#snapshot = snapshot;
    this.#limits = limits;
    this.#pingedAt = now;
    this.#send(snapshot());
  }

  change(change: FeedChange, now: number): void {
    if (this.#behindSince !== null) return;
    const waiting = this.#socket.bufferedAmount;
    if (waiting > this.#limits.holdBytes) {
      this.#behindSince = now;
      return;
    }
    const partial = change.type === 'call.utterance' && change.utterance.partial;
    if (partial && waiting > this.#limits.skipPartialsBytes) return;
    this.#send(change);
  }

  /** The client answered a ping. */
  pong(): void {
    this.#alive = true;
  }

  /** Lets the client go; it may come back. */
  drop(): void {
    this.#socket.terminate();
  }

  tick(now: number): void {
    if (this.#behindSince !== null) {
      if (this.#socket.bufferedAmount === 0) {
        this.#behindSince = null;
        this.#send(this.#snapshot());
      } else if (now - this.#behindSince >= this.#limits.behindMs) {
        this.#socket.terminate();
        return;
      }
    }
    if (now - this.#pingedAt < this.#limits.pingMs) return;
    if (!this.#alive) {
      this.#socket.terminate();
      return;
    }
    this.#pingedAt = now;
    this.#alive = false;
    this.#socket.ping();
  }

  #send(message: FeedMessage): void {
    this.#socket.send(JSON.stringify(message));
  }
}
