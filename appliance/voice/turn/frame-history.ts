/** The last second of frames, so that an utterance can begin before its onset was noticed. */
export class FrameHistory {
  readonly #keepMs: number;
  readonly #frames: { readonly frame: Int16Array; readonly atMs: number }[] = [];

  constructor(keepMs = 1000) {
    this.#keepMs = keepMs;
  }

  add(frame: Int16Array, atMs: number): void {
    this.#frames.push({ frame, atMs });
    while ((this.#frames[0]?.atMs ?? atMs) <= atMs - this.#keepMs) this.#frames.shift();
  }

  /** Frames that begin at `fromMs` or later, in order. */
  from(fromMs: number): Int16Array[] {
    return this.#frames.filter(({ atMs }) => atMs >= fromMs).map(({ frame }) => frame);
  }
}
