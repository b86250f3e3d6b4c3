/** Pieces of sound that arrive one after the other, for one listener. */
export class PieceStream {
  readonly #pieces: Int16Array[] = [];
  #end: { readonly error: Error | null } | null = null;
  #wake: () => void = () => undefined;

  push(piece: Int16Array): void {
    if (this.#end) return;
    this.#pieces.push(piece);
    this.#wake();
  }

  /** @param error what the listener is told behind the pieces that came; null at the end */
  close(error: Error | null): void {
    this.#end ??= { error };
    this.#wake();
  }

  async *read(): AsyncGenerator<Int16Array> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece) yield piece;
      else if (this.#end?.error) throw this.#end.error;
      else if (this.#end) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
