import type { Endpoint } from './latch.ts';

/** Half a minute of a call in both directions. */
const RECORDS = 3000;
/** So many different far ends are told apart. */
const MAX_PEERS = 255;

/**
 * One packet, little endian:
 *
 *   0        8    9     10      12              24
 *   +--------+----+-----+-------+---------------+
 *   | at f64 | in | far | bytes | RTP header    |   at: monotonic ms; in: 1 came, 0 went; far: index of the far end
 *   +--------+----+-----+-------+---------------+
 */
export const RECORD_BYTES = 24;
const HEADER_BYTES = 12;

export interface LoggedPackets {
  /** Records in order, the latest `RECORDS`. */
  readonly records: Uint8Array;
  /** Far ends, by index. */
  readonly peers: readonly string[];
}

/** The headers of a call's latest RTP packets, never what was said. */
export class PacketLog {
  #ring: Buffer | null = null;
  /** The same memory: a record's first eight bytes are one of these (every machine we run on is little endian). */
  #times = new Float64Array(0);
  #count = 0;
  readonly #peers: string[] = [];

  /** @param datagram as on the wire, encrypted or not: its header is in the clear (RFC 3711 section 3.1) */
  add(came: boolean, datagram: Uint8Array, { host, port }: Endpoint, at: number): void {
    this.#ring ??= this.#open();
    const start = (this.#count++ % RECORDS) * RECORD_BYTES;
    this.#times[start / 8] = at;
    this.#ring[start + 8] = came ? 1 : 0;
    this.#ring[start + 9] = this.#index(`${host.includes(':') ? `[${host}]` : host}:${port}`);
    this.#ring.writeUInt16LE(datagram.length, start + 10);
    this.#ring.set(datagram.subarray(0, HEADER_BYTES), start + 12);
  }

  /** What is there now; null when no packet was logged. */
  take(): LoggedPackets | null {
    if (this.#ring === null) return null;
    const next = (this.#count % RECORDS) * RECORD_BYTES;
    const records =
      this.#count <= RECORDS
        ? this.#ring.subarray(0, this.#count * RECORD_BYTES)
        : Buffer.concat([this.#ring.subarray(next), this.#ring.subarray(0, next)]);
    return { records: new Uint8Array(records), peers: [...this.#peers] };
  }

  #open(): Buffer {
    const memory = new ArrayBuffer(RECORDS * RECORD_BYTES);
    this.#times = new Float64Array(memory);
    return Buffer.from(memory);
  }

  #index(peer: string): number {
    const known = this.#peers.lastIndexOf(peer);
    if (known >= 0) return known;
    if (this.#peers.length < MAX_PEERS) this.#peers.push(peer);
    return this.#peers.length - 1;
  }
}
