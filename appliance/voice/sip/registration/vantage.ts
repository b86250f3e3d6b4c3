import type { Self } from '../agent/stack.ts';
import type { SipResponse } from '../parse/message.ts';
import { isReliable, type Endpoint, type Protocol } from '../transport/transport.ts';
import { seenAt } from './keep-alive.ts';

/** A new address is taken up at most so often, ms: a router that gives each packet another port must not make us register for ever. */
export const MOVE_EACH_MS = 10_000;

/** Where a registrar sees us, by its own word: what our Contact on this trunk says. */
export class Vantage {
  readonly #self: Self;
  readonly #now: () => number;
  #seen: Endpoint;
  #movedAt = Number.NEGATIVE_INFINITY;

  /** @param now ms */
  constructor(self: Self, now: () => number) {
    this.#self = self;
    this.#now = now;
    this.#seen = { address: self.host, port: self.ports[self.protocol] };
  }

  get seen(): Endpoint {
    return this.#seen;
  }

  /** Takes note of what a response says. @returns true when we are seen elsewhere than before */
  look(response: SipResponse, protocol: Protocol): boolean {
    const seen = this.#ofUse(seenAt(response), protocol);
    if (!seen || (seen.address === this.#seen.address && seen.port === this.#seen.port)) return false;
    if (this.#now() - this.#movedAt < MOVE_EACH_MS) return false;
    this.#movedAt = this.#now();
    this.#seen = seen;
    return true;
  }

  /** A new connection is on its way, and its port with it. */
  expectMove(): void {
    this.#movedAt = Number.NEGATIVE_INFINITY;
  }

  /** Over a stream `rport` is the port of our connection, which nobody can connect to: only behind a router is it of use. */
  #ofUse(seen: Endpoint | null, protocol: Protocol): Endpoint | null {
    const { fixed, listening, host, ports } = this.#self;
    if (!seen || fixed) return null;
    const direct = isReliable(protocol) && listening.has(protocol) && seen.address === host;
    return direct ? { address: seen.address, port: ports[protocol] } : seen;
  }
}
