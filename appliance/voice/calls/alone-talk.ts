import type { Sentence } from '#shared/link/commands.ts';
import { AlonePolicy, type AloneCause } from './alone.ts';
import { beep } from './beep.ts';

/** What the policy needs of its call. */
export interface AloneLine {
  say(id: string, sentences: readonly Sentence[]): void;
  tone(pcm: Int16Array): void;
  /** The notice was heard: recording may begin. */
  noticeHeard(): void;
  hangup(reason: string): void;
}

export interface AloneWords {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Carries the small policy out on one call: speaks its sentences, plays the tone, takes the message, hangs up. */
export class AloneTalk {
  readonly #line: AloneLine;
  readonly #policy: AlonePolicy;
  readonly #words: AloneWords[] = [];
  #steps = 0;
  #saying: { id: string; notice: boolean } | null = null;

  constructor(options: { cause: AloneCause; takeMessage: boolean }, line: AloneLine) {
    this.#policy = new AlonePolicy(options);
    this.#line = line;
  }

  /** What was understood of the message. */
  get words(): readonly AloneWords[] {
    return this.#words;
  }

  /** Takes the next step; `now` is ms of a monotonic clock. */
  step(now: number): void {
    const step = this.#policy.next(now);
    switch (step.do) {
      case 'say': {
        const id = `alone-${++this.#steps}`;
        this.#saying = { id, notice: step.notice };
        this.#line.say(
          id,
          step.sentences.map((text) => ({ text, clip: true })),
        );
        return;
      }
      case 'beep':
        this.#line.tone(beep());
        this.step(now);
        return;
      case 'listen':
        return;
      case 'hangup':
        this.#line.hangup('message taken');
        return;
      default:
        step satisfies never;
    }
  }

  /** @param complete the whole of it was heard */
  said(id: string, complete: boolean, now: number): void {
    const saying = this.#saying;
    if (saying?.id !== id) return;
    this.#saying = null;
    if (saying.notice && complete) this.#line.noticeHeard();
    this.step(now);
  }

  speech(now: number): void {
    this.#policy.speech(now);
  }

  heard(words: AloneWords, now: number): void {
    this.#policy.speech(now);
    if (words.text !== '') this.#words.push(words);
  }

  /** @param speaking the caller speaks, or was not understood yet */
  check(now: number, speaking: boolean): void {
    if (this.#policy.due(now, speaking)) this.step(now);
  }
}
