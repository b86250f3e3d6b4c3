/**
 * Whole-utterance decodes share the processor: at most `width` at once, final texts first. A partial runs only when
 * nothing waits, so that it never delays a final one.
 */
export class DecodeLane {
  private readonly width: number;
  private active = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(width: number) {
    this.width = width;
  }

  get busy(): boolean {
    return this.active >= this.width || this.waiting.length > 0;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.active >= this.width) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.active++;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.active--;
    }
  }
}
