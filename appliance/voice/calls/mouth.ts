import type { Sentence } from '#shared/link/messages.ts';
import { messageOf } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';
import type { TextToSpeech } from '../speech/ports.ts';
import { heardText } from '../turn/heard.ts';

/** What the mouth needs of a media leg: the playout queue and its clock. */
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
  readonly heardText: string;
  readonly heardMs: number;
  /** From the order to speak to the first samples. */
  readonly ttsMs: number | null;
  /** From the order to speak to the first packet. */
  readonly firstPacketMs: number | null;
  /** Media time of the first packet. */
  readonly firstPacketAt: number | null;
}

/** A sentence and the sound it became so far. */
interface SentenceAudio {
  readonly text: string;
  samples: number;
  complete: boolean;
}

interface Running {
  readonly say: Say;
  readonly audio: SentenceAudio[];
  readonly abort: AbortController;
  readonly orderedAt: number;
  ttsMs: number | null;
  samples: number;
  firstPacketMs: number | null;
  firstPacketAt: number | null;
}

export interface MouthOptions {
  readonly leg: Speaking;
  readonly tts: TextToSpeech;
  readonly monotonic: () => number;
  readonly log: Log;
  /** A say takes the floor: it is rendered now and sounds as soon as it can. */
  readonly onBegin: (say: Say) => void;
  /** The first packet of a say went out. */
  readonly onStarted: (say: Say) => void;
  readonly onSaid: (said: Said) => void;
}

/**
 * Says one thing after another and knows how much of it the caller heard. A say that is cut off reports what was heard;
 * one that never began reports nothing heard.
 */
export class Mouth {
  readonly #options: MouthOptions;
  readonly #queue: Say[] = [];
  #running: Running | null = null;
  #paused = false;

  constructor(options: MouthOptions) {
    this.#options = options;
  }

  /** The say now rendered or played. */
  get current(): Say | null {
    return this.#running?.say ?? null;
  }

  /** True once the current say can be heard. */
  get audible(): boolean {
    return this.#running?.firstPacketAt !== null && this.#running !== null;
  }

  get idle(): boolean {
    return this.#running === null && this.#queue.length === 0;
  }

  /** Ms of the current say played so far. */
  get heardMs(): number {
    return (this.#running?.samples ?? 0) / 8;
  }

  say(say: Say): void {
    this.#queue.push(say);
    this.#next();
  }

  pause(): void {
    this.#paused = true;
    this.#options.leg.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#options.leg.resume();
  }

  /** Ends the current say and drops the waiting ones; each reports what was heard of it. */
  interrupt(): void {
    const dropped = this.#queue.splice(0);
    const running = this.#running;
    if (running) {
      running.abort.abort();
      this.#options.leg.stop(running.say.id);
      this.#end(running, false);
    }
    if (this.#paused) this.resume();
    for (const say of dropped) {
      this.#options.onSaid({
        id: say.id,
        complete: false,
        heardText: '',
        heardMs: 0,
        ttsMs: null,
        firstPacketMs: null,
        firstPacketAt: null,
      });
    }
  }

  /** What the playout clock tells: samples sent so far, and media time of the first packet. */
  played(id: string, samples: number, done: boolean, firstPacketAt: number | null): void {
    const running = this.#running;
    if (running?.say.id !== id) return;
    running.samples = samples;
    if (running.firstPacketAt === null && firstPacketAt !== null) {
      running.firstPacketAt = firstPacketAt;
      running.firstPacketMs = this.#options.monotonic() - running.orderedAt;
      this.#options.onStarted(running.say);
    }
    if (done) this.#end(running, true);
  }

  #next(): void {
    if (this.#running) return;
    const say = this.#queue.shift();
    if (!say) return;
    const running: Running = {
      say,
      audio: [],
      abort: new AbortController(),
      orderedAt: this.#options.monotonic(),
      ttsMs: null,
      samples: 0,
      firstPacketMs: null,
      firstPacketAt: null,
    };
    this.#running = running;
    this.#options.onBegin(say);
    void this.#render(running);
  }

  async #render(running: Running): Promise<void> {
    const { leg, tts, monotonic, log } = this.#options;
    const signal = running.abort.signal;
    let anything = false;
    for (const sentence of running.say.sentences) {
      const audio: SentenceAudio = { text: sentence.text, samples: 0, complete: false };
      running.audio.push(audio);
      try {
        for await (const pcm of tts.speak({ text: sentence.text, clip: sentence.clip ?? false, signal })) {
          if (signal.aborted) return;
          running.ttsMs ??= monotonic() - running.orderedAt;
          audio.samples += pcm.length;
          anything ||= pcm.length > 0;
          leg.play(running.say.id, pcm, false);
        }
        audio.complete = true;
      } catch (error) {
        log.error({ cause: messageOf(error) }, 'a sentence could not be spoken');
      }
      if (signal.aborted) return;
    }
    leg.play(running.say.id, new Int16Array(0), true);
    if (!anything && this.#running === running) this.#end(running, false);
  }

  #end(running: Running, complete: boolean): void {
    if (this.#running !== running) return;
    this.#running = null;
    const rendered =
      running.audio.length === running.say.sentences.length && running.audio.every((one) => one.complete);
    this.#options.onSaid({
      id: running.say.id,
      complete: complete && rendered,
      heardText: heardText(
        running.audio.map(({ text, samples, complete: whole }) => ({ text, samples: whole ? samples : null })),
        running.samples,
      ),
      heardMs: running.samples / 8,
      ttsMs: running.ttsMs,
      firstPacketMs: running.firstPacketMs,
      firstPacketAt: running.firstPacketAt,
    });
    this.#next();
  }
}
