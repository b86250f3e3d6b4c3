/** Where a datagram came from or goes to. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A latched source that was silent this long may be replaced, ms. */
const RELATCH_AFTER_MS = 2000;

const same = (a: Endpoint, b: Endpoint): boolean => a.port === b.port && a.host === b.host;

/**
 * Symmetric RTP (RFC 4961; the risks are in RFC 7362): we send where the peer's packets come from. The first valid source is
 * taken; one that the peer's SDP named is preferred over a stranger; a latched source yields only to such a better one, to a
 * new answer, or after it fell silent, so that nobody can pull a running call away.
 */
export class Latch {
  #named: Endpoint;
  #source: Endpoint | null = null;
  #heardAt = 0;

  constructor(named: Endpoint) {
    this.#named = named;
  }

  /** A new answer names another address: the latch opens again. Repeating the same address changes nothing. */
  rename(named: Endpoint): void {
    if (same(named, this.#named)) return;
    this.#named = named;
    this.#source = null;
  }

  /** Whether a packet from there belongs to the call. Only valid RTP may be offered. */
  accept(from: Endpoint, now: number): boolean {
    const current = this.#source;
    if (current !== null && !same(current, from)) {
      const better = this.#rank(from) > this.#rank(current);
      if (!better && now - this.#heardAt < RELATCH_AFTER_MS) return false;
    }
    if (current === null || !same(current, from)) this.#source = { host: from.host, port: from.port };
    this.#heardAt = now;
    return true;
  }

  /** Where to send; null while the peer has named no usable address (0.0.0.0, port 0). */
  get target(): Endpoint | null {
    if (this.#source !== null) return this.#source;
    const { host, port } = this.#named;
    return port === 0 || host === '0.0.0.0' || host === '::' ? null : this.#named;
  }

  #rank(endpoint: Endpoint): number {
    if (same(endpoint, this.#named)) return 2;
    return endpoint.host === this.#named.host ? 1 : 0;
  }
}
