import { type HeardSay, type TextCallOptions, TextExchange, type TextExchangeCall } from './text-exchange.ts';

export interface TextPhoneOptions extends TextCallOptions {
  readonly socketPath: string;
}

/** A voice process without sound that has one call. */
export class TextPhone {
  readonly #exchange: TextExchange;
  readonly #call: TextExchangeCall;

  constructor(options: TextPhoneOptions) {
    this.#exchange = new TextExchange(options.socketPath);
    this.#call = this.#exchange.ring(options);
  }

  get call(): string {
    return this.#call.id;
  }

  get heard(): readonly HeardSay[] {
    return this.#call.heard;
  }

  get said(): readonly string[] {
    return this.#call.said;
  }

  get ended(): Promise<string> {
    return this.#call.ended;
  }

  get up(): boolean {
    return this.#exchange.up;
  }

  ring(): void {
    this.#exchange.start();
  }

  hangUp(): void {
    this.#call.hangUp();
  }

  close(): void {
    this.#exchange.close();
  }

  /** Resolves when core has taken in everything that was sent. */
  settled(limitMs = 5000): Promise<void> {
    return this.#exchange.settled(this.call, limitMs);
  }
}
