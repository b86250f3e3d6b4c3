import { openHandset, type PhoneCall, type SpokenTimes } from '#drills/phone/handset.ts';
import { Listening } from '#drills/phone/listening.ts';
import { SpeechGate } from '#drills/phone/speech-gate.ts';
import { silentLog } from '#observe/log.ts';
import { benchModel, espeakVoice } from '#voice/speech/engines.ts';
import type { SpeechToText, TextToSpeech } from '#voice/speech/ports.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';
import { openTextToSpeech } from '#voice/speech/tts/text-to-speech.ts';

interface Wish {
  readonly met: () => boolean;
  readonly resolve: () => void;
}

/** A caller on the phone with a box: speaks when told to, and knows what it has heard. Media time is ms since the answer. */
export class Caller implements AsyncDisposable {
  readonly #call: PhoneCall;
  readonly #hangsUp: () => Promise<unknown>;
  readonly #stt: SpeechToText;
  readonly #tts: TextToSpeech;
  readonly #gate = new SpeechGate();
  #wishes: Wish[] = [];
  #since = '';
  #soundFrom: number | null = null;
  #quietFrom: number | null = 0;
  #atMs = 0;
  /** All that was understood, in order. */
  heard = '';

  private constructor(call: PhoneCall, hangsUp: () => Promise<unknown>, stt: SpeechToText, tts: TextToSpeech) {
    this.#call = call;
    this.#hangsUp = hangsUp;
    this.#stt = stt;
    this.#tts = tts;
    const listening = new Listening({
      stt,
      quietMs: 300,
      patienceMs: 300,
      isComplete: () => true,
      onTurn: ({ text }) => {
        this.heard += ` ${text}`;
        this.#since += ` ${text}`;
        this.#look();
      },
    });
    call.onFrame((frame, atMs) => {
      this.#atMs = atMs;
      listening.push(frame, atMs);
      const event = this.#gate.push(frame, atMs);
      if (event) {
        this.#soundFrom = event.kind === 'start' ? event.atMs : null;
        this.#quietFrom = event.kind === 'start' ? null : event.atMs;
      }
      this.#look();
    });
    void call.ended.then(() => this.#look(true));
  }

  /** Rings a box; `record` is where a stereo WAV of the call goes: heard left, said right. */
  static async ring(target: string, record?: string): Promise<Caller> {
    const handset = await openHandset({ host: '127.0.0.1', log: silentLog() });
    const ring = (): Promise<PhoneCall> =>
      handset.ring({ target, from: '9375550142', ...(record === undefined ? {} : { record }) });
    return Caller.over(ring, () => handset.close());
  }

  /** A caller on a telephone of another kind. @param ring once the caller can hear; @param hangsUp after the call */
  static async over(ring: () => Promise<PhoneCall>, hangsUp: () => Promise<unknown>): Promise<Caller> {
    const [stt, tts] = await Promise.all([
      openSpeechToText({ engine: { model: benchModel() }, log: silentLog() }),
      openTextToSpeech({ voices: [espeakVoice(150)], log: silentLog() }),
    ]);
    return new Caller(await ring(), hangsUp, stt, tts);
  }

  /** Speaks; resolves when the last sample was sent. */
  async say(text: string): Promise<SpokenTimes> {
    const pcm = await this.#tts.render({ text });
    this.#since = '';
    const times = await this.#call.play(pcm);
    if (times === null) throw new Error(`the call ended before "${text}" was said; heard:${this.heard}`);
    return times;
  }

  /** Resolves when something like this was heard since we last spoke. */
  async hears(words: RegExp, withinMs = 30_000): Promise<void> {
    await this.#until(() => words.test(this.#since), withinMs, `hears ${words}`);
  }

  /** Resolves once the far end has been sounding for so long. */
  async sounding(ms: number, withinMs = 10_000): Promise<void> {
    const loud = (): boolean => this.#soundFrom !== null && this.#atMs - this.#soundFrom >= ms;
    await this.#until(loud, withinMs, `sounds for ${ms} ms`);
  }

  /** Resolves once the far end has been silent for so long. */
  async quiet(ms: number, withinMs = 30_000): Promise<void> {
    const still = (): boolean => this.#quietFrom !== null && this.#atMs - this.#quietFrom >= ms;
    await this.#until(still, withinMs, `is silent for ${ms} ms`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#call.hangup();
    await this.#call.ended;
    await this.#call.close();
    await this.#hangsUp();
    await Promise.all([this.#stt.close(), this.#tts.close()]);
  }

  #look(over = false): void {
    const met = this.#wishes.filter((wish) => over || wish.met());
    this.#wishes = this.#wishes.filter((wish) => !met.includes(wish));
    for (const { resolve } of met) resolve();
  }

  async #until(met: () => boolean, withinMs: number, what: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wishes.push({ met, resolve });
    const timer = setTimeout(resolve, withinMs);
    this.#look();
    await promise;
    clearTimeout(timer);
    if (!met()) throw new Error(`never: ${what}; heard:${this.heard}`);
  }
}
