/** Twice what RFC 3711 section 3.3.2 asks for at least; later than this no packet is of use (2.5 s of sound). */
const SIZE = 128;

/** Which packets of one stream have come: none is taken twice, nor one too late to tell (RFC 3711 section 3.3.2). */
export class ReplayWindow {
  /** The index last seen in each place: places repeat every 128. */
  readonly #seen = new Float64Array(SIZE).fill(-1);
  #highest = -1;

  /** Highest index that came; -1 before any. */
  get highest(): number {
    return this.#highest;
  }

  /** Whether this index came before, or is older than the window. */
  has(index: number): boolean {
    return index <= this.#highest - SIZE || this.#seen[index % SIZE] === index;
  }

  /** Only of a packet that was authenticated. */
  add(index: number): void {
    this.#seen[index % SIZE] = index;
    this.#highest = Math.max(this.#highest, index);
  }
}
