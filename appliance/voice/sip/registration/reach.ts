import type { Stack } from '../agent/stack.ts';
import { reasonPhrase } from '../parse/reasons.ts';
import { writeHost, parseHostPort } from '../parse/uri.ts';
import type { Target } from '../transport/transport.ts';
import { KEEP_ALIVE_MS, ping } from './keep-alive.ts';

/** How a carrier that we do not register with stands. Instants in epoch ms. */
export interface ReachView {
  readonly status: 'starting' | 'reachable' | 'unreachable';
  /** Of the status. */
  readonly since: number;
  /** Why it is unreachable. */
  readonly cause: string | null;
}

/** Asks a carrier by OPTIONS whether it is there, from `start` to `stop` (RFC 3261 section 11). */
export class Reach {
  readonly #stack: Stack;
  readonly #uri: string;
  readonly #located: (servers: readonly Target[]) => void;
  readonly #keepsAlive: boolean;
  #view: ReachView;
  #stop: (() => void) | null = null;
  #running = false;

  /** @param options.server host, or `host:port`; without `keepAlive` it is only looked up, so that its addresses stay known */
  constructor(
    stack: Stack,
    { server, keepAlive }: { readonly server: string; readonly keepAlive: boolean },
    located: (servers: readonly Target[]) => void,
  ) {
    const at = parseHostPort(server);
    this.#stack = stack;
    this.#keepsAlive = keepAlive;
    this.#uri = `sip:${at ? writeHost(at.host) : server}${at?.port ? `:${at.port}` : ''}`;
    this.#located = located;
    this.#view = { status: 'starting', since: stack.now(), cause: null };
  }

  view(): ReachView {
    return this.#view;
  }

  start(): void {
    this.#running = true;
    this.#look();
  }

  stop(): void {
    this.#running = false;
    this.#stop?.();
  }

  #look(): void {
    if (this.#keepsAlive) return this.#ping();
    const { locate, way, timers } = this.#stack;
    locate(this.#uri, way, this.#located, () => {});
    this.#stop = timers.after(KEEP_ALIVE_MS, () => this.#look());
  }

  #ping(): void {
    const { self } = this.#stack;
    ping(
      this.#stack,
      { uri: this.#uri, aor: `sip:pilot@${writeHost(self.host)}` },
      (response, failure) => {
        if (!this.#running) return;
        // Whoever refuses OPTIONS is there all the same; 503 says that calls are not taken.
        if (response && response.status !== 503) this.#tell('reachable', null);
        else this.#tell('unreachable', response ? `503 ${response.reason || reasonPhrase(503)}` : failure);
        this.#stop = this.#stack.timers.after(KEEP_ALIVE_MS, () => this.#look());
      },
      this.#located,
    );
  }

  #tell(status: ReachView['status'], cause: string | null): void {
    if (status === this.#view.status && cause === this.#view.cause) return;
    const since = status === this.#view.status ? this.#view.since : this.#stack.now();
    this.#view = { status, since, cause };
    if (status === 'reachable') this.#stack.log.info({ server: this.#uri }, 'SIP carrier answers');
    else this.#stack.log.warn({ server: this.#uri, cause }, 'SIP carrier does not answer');
  }
}
