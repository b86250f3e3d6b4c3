/** Where a datagram came from or goes to. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A latched source that was silent this long may be replaced by anyone, ms. */
const RELATCH_AFTER_MS = 2000;
/** And this long by the same stream (SSRC) from another place, ms: a router that gave the call another port. */
const REBIND_AFTER_MS = 200;

const same = (a: Endpoint, b: Endpoint): boolean => a.port === b.port && a.host === b.host;

interface Source extends Endpoint {
  readonly ssrc: number;
}

/**
 * Symmetric RTP (RFC 4961; the risks are in RFC 7362): we send where the peer's packets come from. The first valid source is
 * taken; one that the peer's SDP named is preferred to one of the carrier's, and that to a stranger. In mid-call the latched source
 * yields to nobody as long as it sends, but to a better one; after it fell silent its own stream may come from elsewhere at once, another stream only
 * after two seconds; and who latched first comes back at once, so that no pause of the caller's gives the call away for good.
 */
export class Latch {
  #named: Endpoint;
  #isCarrier: (host: string) => boolean;
  #source: Source | null = null;
  /** Who latched first since the address was named, or the better one that took its place. */
  #first: Source | null = null;
  #heardAt = 0;
  /** How often the source was replaced. */
  moves = 0;

  /** @param isCarrier whether an address is one of those that the carrier is known by */
  constructor(named: Endpoint, isCarrier: (host: string) => boolean = () => false) {
    this.#named = named;
    this.#isCarrier = isCarrier;
  }

  /** A new answer names another address: the latch opens again. Repeating the same address changes nothing. */
  rename(named: Endpoint, isCarrier = this.#isCarrier): void {
    this.#isCarrier = isCarrier;
    if (same(named, this.#named)) return;
    this.#named = named;
    this.#source = null;
    this.#first = null;
  }

  /**
   * Whether a packet from there belongs to the call. Only valid RTP may be offered.
   * @param ssrc of the packet
   * @param now monotonic ms
   */
  accept(from: Endpoint, ssrc: number, now: number): boolean {
    const current = this.#source;
    if (current !== null && same(current, from)) {
      // A new stream from the same place (music, a transfer) is the same peer.
      if (current.ssrc !== ssrc) this.#latch({ ...current, ssrc }, this.#first === current);
    } else {
      if (current !== null && !this.#mayReplace(current, from, ssrc, now)) return false;
      if (current !== null) this.moves++;
      const first = this.#first;
      const back = first !== null && same(first, from) && first.ssrc === ssrc;
      const better = first === null || this.#rank(from) > this.#rank(first);
      this.#latch(back ? first : { host: from.host, port: from.port, ssrc }, better);
    }
    this.#heardAt = now;
    return true;
  }

  /** Where the call's packets come from; the same object until it changes. Null before the first. */
  get source(): (Endpoint & { readonly ssrc: number }) | null {
    return this.#source;
  }

  /** Where to send; null while the peer has named no usable address (0.0.0.0, port 0). */
  get target(): Endpoint | null {
    if (this.#source !== null) return this.#source;
    const { host, port } = this.#named;
    return port === 0 || host === '0.0.0.0' || host === '::' ? null : this.#named;
  }

  #latch(source: Source, asFirst: boolean): void {
    this.#source = source;
    if (asFirst) this.#first = source;
  }

  #mayReplace(current: Source, from: Endpoint, ssrc: number, now: number): boolean {
    if (this.#rank(from) > this.#rank(current)) return true;
    const first = this.#first;
    if (first !== null && same(first, from) && first.ssrc === ssrc) return this.#rank(from) >= this.#rank(current);
    const silentMs = now - this.#heardAt;
    return silentMs >= (ssrc === current.ssrc ? REBIND_AFTER_MS : RELATCH_AFTER_MS);
  }

  #rank(endpoint: Endpoint): number {
    if (same(endpoint, this.#named)) return 3;
    if (endpoint.host === this.#named.host) return 2;
    return this.#isCarrier(endpoint.host) ? 1 : 0;
  }
}
