import type { Sentence } from '#shared/link/commands.ts';
import { messageOf } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';
import type { TextToSpeech } from '../speech/ports.ts';
import { heardText } from '../turn/heard.ts';

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
  readonly monotonic: () => number;
  readonly log: Log;
}

/** One say on its way from words to the line, and the account of how much of it was heard. */
export class Rendering {
  readonly say: Say;
  readonly #deps: RenderingDeps;
  readonly #abort = new AbortController();
  readonly #audio: SentenceAudio[] = [];
  readonly #orderedAt: number;
  #ttsMs: number | null = null;
  #samples = 0;
  #firstPacketMs: number | null = null;
  #firstPacketAt: number | null = null;
  #onLine = false;

  constructor(say: Say, deps: RenderingDeps) {
    this.say = say;
    this.#deps = deps;
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
   * Renders sentence after sentence into the playout queue. A sentence that no voice can say is left out.
   * @param onFirst called just before the first samples are queued
   * @returns whether anything was queued; null when it was given up meanwhile
   */
  async run(onFirst: () => void): Promise<boolean | null> {
    const { leg, tts, log, monotonic } = this.#deps;
    const { signal } = this.#abort;
    for (const sentence of this.say.sentences) {
      const audio: SentenceAudio = { text: sentence.text, samples: 0, ended: null };
      this.#audio.push(audio);
      try {
        for await (const pcm of tts.speak({ text: sentence.text, clip: sentence.clip ?? false, signal })) {
          if (signal.aborted) return null;
          if (pcm.length === 0) continue;
          this.#ttsMs ??= monotonic() - this.#orderedAt;
          if (!this.#onLine) onFirst();
          this.#onLine = true;
          audio.samples += pcm.length;
          leg.play(this.say.id, pcm, false);
        }
        audio.ended = 'whole';
      } catch (error) {
        audio.ended = 'failed';
        log.error({ cause: messageOf(error) }, 'a sentence could not be spoken');
      }
      if (signal.aborted) return null;
    }
    if (this.#onLine) leg.play(this.say.id, new Int16Array(0), true);
    return this.#onLine;
  }

  /** What the playout clock tells. Returns whether this was its first packet. */
  played(samples: number, firstPacketAt: number | null): boolean {
    this.#samples = samples;
    if (this.#firstPacketAt !== null || firstPacketAt === null) return false;
    this.#firstPacketAt = firstPacketAt;
    this.#firstPacketMs = this.#deps.monotonic() - this.#orderedAt;
    return true;
  }

  /** Gives up: nothing more is queued, and what waits is taken back. */
  drop(): void {
    this.#abort.abort();
    if (this.#onLine) this.#deps.leg.stop(this.say.id);
  }

  /** @param played it was played to the end of what was rendered */
  said(played: boolean): Said {
    const whole = this.#audio.length === this.say.sentences.length && this.#audio.every((one) => one.ended === 'whole');
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
    };
  }
}
