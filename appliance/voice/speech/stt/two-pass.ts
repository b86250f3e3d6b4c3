import type { Hearing, HearingModel } from './hearing.ts';

class TwoPassHearing implements Hearing {
  private readonly quick: Hearing;
  private readonly careful: Hearing;

  constructor(quick: Hearing, careful: Hearing) {
    this.quick = quick;
    this.careful = careful;
  }

  accept(samples: Int16Array): void {
    this.quick.accept(samples);
    this.careful.accept(samples);
  }

  partial(): Promise<string | null> {
    return this.quick.partial();
  }

  async early(): Promise<string | null> {
    return (await this.careful.early()) || null;
  }

  /** Some audio decodes to nothing in the careful model (sherpa-onnx issue 2258): then the streaming text stands. */
  async decode(): Promise<string> {
    const careful = await this.careful.decode();
    return careful === '' ? await this.quick.decode() : careful;
  }

  close(): void {
    this.quick.close();
    this.careful.close();
  }
}

/** Partials from a streaming model, final texts from a better one. */
export const twoPass = (quick: HearingModel, careful: HearingModel): HearingModel => ({
  open: (hotwords) => new TwoPassHearing(quick.open(undefined), careful.open(hotwords)),
});
