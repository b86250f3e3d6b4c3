import type { Sentence } from '#shared/link/commands.ts';
import type { Log } from '#observe/log.ts';
import { messageOf } from '#shared/errors.ts';
import type { PremiumVoice, TextToSpeech } from '../speech/ports.ts';
import { heardText } from '../turn/heard.ts';
import { Purse } from './purse.ts';

/** What speaking needs of a media leg: the playout queue. */
export interface Speaking {
  play(id: string, pcm: Int16Array, last: boolean): void;
  pause(): void;
  resume(): void;
  stop(id: string): void;
}

export interface Say {
  readonly id: string;
  readonly sentences: readonly Sentence[];
  readonly interruptible: boolean;
  /** What the premium voice may be given of it; 0 when left out. */
  readonly premiumCharacters?: number;
}

/** How a say ended, by the playout clock. Times are ms; media time counts from the start of the leg. */
export interface Said {
  readonly id: string;
  readonly complete: boolean;
  /** No sound could be made of it, by no voice. */
  readonly failed: boolean;
  readonly heardText: string;
  readonly heardMs: number;
  /** From the order to speak to the first samples. */
  readonly ttsMs: number | null;
  /** From the order to speak to the first packet. */
  readonly firstPacketMs: number | null;
  /** Media time of the first packet. */
  readonly firstPacketAt: number | null;
  /** Characters given to the premium voice. */
  readonly premiumCharacters: number;
}

/** A say that never began. */
export const unheard = (id: string): Said => ({
  id,
  complete: false,
  failed: false,
  heardText: '',
  heardMs: 0,
  ttsMs: null,
  firstPacketMs: null,
  firstPacketAt: null,
  premiumCharacters: 0,
});

/** A sentence and the sound it became so far; `ended` once no more comes. */
interface SentenceAudio {
  readonly text: string;
  samples: number;
  ended: 'whole' | 'failed' | null;
}

export interface RenderingDeps {
  readonly leg: Speaking;
  readonly tts: TextToSpeech;
  /** Left out where none may speak. */
  readonly premium?: PremiumVoice | null;
  readonly monotonic: () => number;
  readonly log: Log;
}

/** Sound that may still wait to be played when the premium voice is given the next sentence: a caller who interrupts stops the cost. */
const LEAD_SAMPLES = 2 * 8000;

/** One say on its way from words to the line, and the account of how much of it was heard. */
export class Rendering {
  readonly say: Say;
  readonly #deps: RenderingDeps;
  readonly #abort = new AbortController();
  readonly #audio: SentenceAudio[] = [];
  readonly #purse: Purse;
  readonly #orderedAt: number;
  #ttsMs: number | null = null;
  #samples = 0;
  #queued = 0;
  /** Samples before the last sentence, once they are all known. */
  #lastFrom: number | null = null;
  #asks = false;
  #wake: () => void = () => undefined;
  #firstPacketMs: number | null = null;
  #firstPacketAt: number | null = null;
  #onLine = false;

  constructor(say: Say, deps: RenderingDeps) {
    this.say = say;
    this.#deps = deps;
    this.#purse = new Purse(deps.premium ?? null, say.premiumCharacters ?? 0);
    this.#orderedAt = deps.monotonic();
  }

  /** Its first samples wait in the playout queue, or were played. */
  get onLine(): boolean {
    return this.#onLine;
  }

  /** It can be heard, or was. */
  get audible(): boolean {
    return this.#firstPacketAt !== null;
  }

  /** Ms of it played so far. */
  get heardMs(): number {
    return this.#samples / 8;
  }

  /**
   * Renders sentence after sentence into the playout queue. A sentence that the premium voice broke off is said again by the local
   * one, from its beginning; one that no voice can say is left out.
   * @param onFirst called just before the first samples are queued
   * @returns whether anything was queued; null when it was given up meanwhile
   */
  async run(onFirst: () => void): Promise<boolean | null> {
    const { leg, tts, log } = this.#deps;
    const { signal } = this.#abort;
    for (const [i, sentence] of this.say.sentences.entries()) {
      const { text, clip = false } = sentence;
      if (i === this.say.sentences.length - 1) this.#lastFrom = this.#queued;
      if (this.#purse.voiceFor(sentence)) await this.#nearlyPlayed();
      const premium = signal.aborted ? null : this.#purse.voiceFor(sentence);
      if (premium) {
        const failure = await this.#queue(text, premium.speak(text, signal), onFirst);
        this.#purse.paid(sentence, failure);
        if (signal.aborted) return null;
        if (failure === null) continue;
        log.warn({ cause: messageOf(failure) }, 'the local voice says what the premium voice could not');
      }
      const failure = signal.aborted ? null : await this.#queue(text, tts.speak({ text, clip, signal }), onFirst);
      if (signal.aborted) return null;
      if (failure !== null) log.error({ cause: messageOf(failure) }, 'a sentence could not be spoken');
    }
    if (this.#onLine) leg.play(this.say.id, new Int16Array(0), true);
    return this.#onLine;
  }

  /** Queues a sentence's sound as it comes. @returns why it did not come to its end; null when it did, or nobody waits for it */
  async #queue(text: string, pieces: AsyncIterable<Int16Array>, onFirst: () => void): Promise<unknown> {
    const { leg, monotonic } = this.#deps;
    const { signal } = this.#abort;
    const audio: SentenceAudio = { text, samples: 0, ended: null };
    this.#audio.push(audio);
    try {
      for await (const pcm of pieces) {
        if (signal.aborted) return null;
        if (pcm.length === 0) continue;
        this.#ttsMs ??= monotonic() - this.#orderedAt;
        if (!this.#onLine) onFirst();
        this.#onLine = true;
        audio.samples += pcm.length;
        this.#queued += pcm.length;
        leg.play(this.say.id, pcm, false);
      }
      if (!signal.aborted) audio.ended = 'whole';
      return null;
    } catch (error) {
      audio.ended = 'failed';
      return error;
    }
  }

  /** Resolves when little of what was queued is left to play, or it was given up. */
  async #nearlyPlayed(): Promise<void> {
    while (!this.#abort.signal.aborted && this.#queued - this.#samples > LEAD_SAMPLES)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }

  /** What the playout clock tells. Returns whether this was its first packet. */
  played(samples: number, firstPacketAt: number | null): boolean {
    this.#samples = samples;
    this.#wake();
    if (this.#firstPacketAt !== null || firstPacketAt === null) return false;
    this.#firstPacketAt = firstPacketAt;
    this.#firstPacketMs = this.#deps.monotonic() - this.#orderedAt;
    return true;
  }

  /** Whether its last sentence, which holds its question, has begun to sound since this was asked. */
  asks(): boolean {
    if (this.#asks || this.#lastFrom === null || this.#samples <= this.#lastFrom) return false;
    this.#asks = true;
    return true;
  }

  /** Gives up: nothing more is queued, and what waits is taken back. */
  drop(): void {
    this.#abort.abort();
    this.#wake();
    if (this.#onLine) this.#deps.leg.stop(this.say.id);
  }

  /** @param played it was played to the end of what was rendered */
  said(played: boolean): Said {
    const whole = this.#audio.filter((one) => one.ended === 'whole').length === this.say.sentences.length;
    const spoken = this.#audio.filter((one) => one.ended !== 'failed' || one.samples > 0);
    return {
      id: this.say.id,
      complete: played && whole,
      failed: !this.#onLine && !this.#abort.signal.aborted,
      heardText: heardText(
        // Of a sentence that broke off nobody knows which words were heard: its sound counts, its text does not.
        spoken.map(({ text, samples, ended }) => ({
          text: ended === 'failed' ? '' : text,
          samples: ended === null ? null : samples,
        })),
        this.#samples,
      )
        .replaceAll(/ +/g, ' ')
        .trim(),
      heardMs: this.heardMs,
      ttsMs: this.#ttsMs,
      firstPacketMs: this.#firstPacketMs,
      firstPacketAt: this.#firstPacketAt,
      premiumCharacters: this.#purse.spent,
    };
  }
}
