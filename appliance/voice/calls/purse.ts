import { isPilotError } from '#shared/errors.ts';
import type { Sentence } from '#shared/link/commands.ts';
import type { PremiumVoice } from '../speech/ports.ts';
import { spokenText } from '../speech/tts/spoken-text.ts';

/** The characters one say may give to the premium voice, sentence by sentence. What it cannot pay whole is said locally. */
export class Purse {
  readonly #voice: PremiumVoice | null;
  readonly #characters: number;
  #spent = 0;
  #closed = false;

  /** @param characters what core allows for this say */
  constructor(voice: PremiumVoice | null, characters: number) {
    this.#voice = voice;
    this.#characters = characters;
  }

  /** Characters given to the premium voice so far. */
  get spent(): number {
    return this.#spent;
  }

  /** The premium voice, when it may say this sentence; fixed phrases have their clips. */
  voiceFor({ text, clip }: Sentence): PremiumVoice | null {
    if (this.#closed || clip === true || this.#voice?.available !== true) return null;
    return this.#spent + spokenText(text).length <= this.#characters ? this.#voice : null;
  }

  /**
   * A sentence was given to it. After a failure the rest of the say stays with the local voice.
   * @param error why it was not spoken whole; null when it was
   */
  paid({ text }: Sentence, error: unknown): void {
    const taken = !(isPilotError(error) && error.code === 'premium_refused');
    if (taken) this.#spent += spokenText(text).length;
    if (error !== null) this.#closed = true;
  }
}
