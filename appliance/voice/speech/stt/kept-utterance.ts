import { concat, rms } from '../pcm.ts';
import type { Heard, Utterance, UtteranceOptions } from '../ports.ts';
import { encodeFrame, encodeJson, encodeSamples, FRAME } from '../process/wire.ts';

const NOTHING = Buffer.alloc(0);
/** Background is measured over this much audio before a `prefinal`. */
const BACKGROUND_FRAMES = 8;
/** Sound up to twice the background, or to -55 dBFS, is still silence. */
const SILENCE_FACTOR = 2;
const SILENCE_FLOOR = 58;

/** Workers that may die under one utterance. It may be what kills them: the next one must live for the other calls. */
const MOST_DEATHS = 3;

/** A decode asked for ahead of the end; void once louder audio came. */
interface Early {
  readonly decode: number;
  readonly loudest: number;
  text: string | null | undefined;
}

export interface UtteranceLink {
  /** False when no worker is ready: the utterance is told again when one is. */
  send(bytes: Buffer): boolean;
  /** The worker need not keep it, nor do we. */
  closed(channel: number): void;
  readonly finishMs: number;
}

/**
 * One utterance on our side of the pipe. States: open -> finishing -> done, or open -> done by `cancel`.
 * Everything said to the worker can be said again from here, so a worker's death costs time, not words.
 */
export class KeptUtterance implements Utterance {
  readonly id: string;
  private readonly channel: number;
  private readonly options: UtteranceOptions;
  private readonly link: UtteranceLink;
  private kept: Int16Array[] = [];
  private decodes = 0;
  private early: Early | undefined;
  /** The decode `finish()` waits for. */
  private last: number | undefined;
  private partialText = '';
  private degraded = false;
  private deaths = 0;
  /** Given up: no worker hears it again. */
  private givenUp = false;
  private done = false;
  private finishing: Promise<Heard> | undefined;
  private settle: ((text: string | undefined) => void) | undefined;

  constructor(channel: number, options: UtteranceOptions, link: UtteranceLink) {
    this.id = options.id;
    this.channel = channel;
    this.options = options;
    this.link = link;
    this.sendOpen();
  }

  push(frame: Int16Array): void {
    if (this.done || this.finishing || frame.length === 0) return;
    const copy = frame.slice();
    this.kept.push(copy);
    if (this.early && rms(copy) > this.early.loudest) this.early = undefined;
    this.link.send(encodeSamples(FRAME.audio, this.channel, copy));
  }

  prefinal(): void {
    if (this.done || this.finishing || this.early || this.kept.length === 0) return;
    const background = rms(concat(this.kept.slice(-BACKGROUND_FRAMES)));
    const loudest = Math.max(SILENCE_FLOOR, SILENCE_FACTOR * background);
    this.early = { decode: ++this.decodes, loudest, text: undefined };
    this.sendDecode(this.early.decode, true);
  }

  finish(): Promise<Heard> {
    this.finishing ??= this.decideText();
    return this.finishing;
  }

  cancel(): void {
    if (this.settle) this.settle(undefined);
    else this.close();
  }

  /** The worker's text so far. */
  heardPartial(text: string): void {
    if (this.done || text === this.partialText) return;
    this.partialText = text;
    this.options.onPartial?.(text);
  }

  heardText(decode: number, text: string | null): void {
    if (this.done) return;
    if (this.last === decode && text !== null) this.settle?.(text);
    else if (this.early?.decode === decode) {
      this.early.text = text;
      if (!this.finishing) this.heardPartial(text ?? this.partialText);
      else if (text === null) this.askLast();
      else this.settle?.(text);
    }
  }

  /** Another worker took over: it is told everything again. */
  retell(): void {
    if (this.done) return;
    this.degraded = true;
    if (++this.deaths > MOST_DEATHS) {
      this.givenUp = true;
      this.settle?.(undefined);
      return;
    }
    this.sendOpen();
    if (this.kept.length > 0) this.link.send(encodeSamples(FRAME.audio, this.channel, concat(this.kept)));
    if (this.last !== undefined) this.sendDecode(this.last, false);
    else if (this.early?.text === undefined && this.early) this.sendDecode(this.early.decode, true);
  }

  private async decideText(): Promise<Heard> {
    const began = performance.now();
    const known = this.kept.length === 0 ? '' : this.early?.text;
    const text = typeof known === 'string' ? known : this.givenUp ? undefined : await this.awaitText();
    if (text === undefined) this.degraded = true;
    this.close();
    return { text: text ?? this.partialText, degraded: this.degraded, ms: performance.now() - began };
  }

  /** The text, or undefined when it did not come in time. */
  private awaitText(): Promise<string | undefined> {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(undefined), this.link.finishMs);
      this.settle = (text) => {
        clearTimeout(late);
        resolve(text);
      };
      if (!this.early || this.early.text === null) this.askLast();
    });
  }

  private askLast(): void {
    this.last = ++this.decodes;
    this.sendDecode(this.last, false);
  }

  private sendOpen(): void {
    const { hotwords } = this.options;
    this.link.send(encodeJson(FRAME.open, this.channel, hotwords === undefined ? {} : { hotwords }));
  }

  private sendDecode(decode: number, early: boolean): void {
    this.link.send(encodeJson(FRAME.decode, this.channel, { decode, early }));
  }

  private close(): void {
    if (this.done) return;
    this.done = true;
    this.kept = [];
    this.link.send(encodeFrame(FRAME.drop, this.channel, NOTHING));
    this.link.closed(this.channel);
  }
}
