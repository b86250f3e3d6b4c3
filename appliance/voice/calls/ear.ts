import type { ExpectKind } from '#shared/link/expectation.ts';
import { messageOf } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import type { Log } from '#observe/log.ts';
import { concat } from '../speech/pcm.ts';
import type { Heard, SpeechToText, TurnDetector, Utterance } from '../speech/ports.ts';
import { EchoGuard } from '../turn/echo/echo-guard.ts';
import {
  type EndpointingInput,
  type EndpointingOutput,
  type EndpointingState,
  endpointing,
  quietState,
} from '../turn/endpointing.ts';
import { awaitsAnswer, COUGH_MS, type FloorInput, type FloorState, floor, idleFloor } from '../turn/floor.ts';
import { FrameHistory } from '../turn/frame-history.ts';
import { type VoiceActivity, openWebRtcVad } from '../turn/vad.ts';
import { isBackchannel } from '../turn/words.ts';

const FRAME_MS = 20;
/** Silence after which the final text is decoded ahead of the end of the turn, ms. */
const AHEAD_AFTER_MS = 180;
/** What an end-of-turn model looks back on, frames. */
const JUDGED_FRAMES = 400;
/** A turn is over when the model finds that likelier than not. */
const OVER = 0.5;

export interface EarFinal {
  readonly utterance: string;
  readonly text: string;
  /** Media time, ms. */
  readonly startMs: number;
  readonly endMs: number;
  readonly endpointMs: number;
  readonly sttMs: number;
  readonly degraded: boolean;
}

/**
 * What the ear tells its call. Of each utterance begun, one `turnOver` and then exactly one of `final` and `nothing` follows;
 * they follow in the order in which the utterances began.
 */
export interface Listening {
  /** @param fromMs media time of its first sound */
  speechStarted(utterance: string, fromMs: number): void;
  partial(utterance: string, text: string): void;
  /** The caller has stopped, `silentMs` ago, at media time `endMs`; what they said is being understood. */
  turnOver(silentMs: number, utterance: string, endMs: number): void;
  /** `text` is empty when somebody spoke and no word of it was understood. */
  final(final: EarFinal): void;
  /** A sound that wants no answer: a cough, a door, or what only showed that somebody listens. */
  nothing(heard: EarFinal): void;
  /** The floor: stand still, go on, give way. */
  pause(): void;
  resume(): void;
  interrupt(): void;
}

/** Hears one caller: voice activity, end of turn, words, and who has the floor. */
export interface Ear {
  /** The caller speaks right now. */
  readonly hearing: boolean;
  /** The caller speaks, or what they said is not understood yet. */
  readonly speaking: boolean;
  /** 160 samples at 8 kHz, in order; media time of the first. */
  frame(frame: Int16Array, atMs: number): void;
  /** A frame of ours that went out at this media time: it may come back as an echo. */
  sent(frame: Int16Array, atMs: number): void;
  expect(kind: ExpectKind): void;
  sayBegins(say: { id: string; interruptible: boolean; expect: ExpectKind | null }): void;
  /** The last sentence of it, which holds its question, has begun to sound. */
  sayAsks(id: string): void;
  sayEnds(id: string): void;
  close(): void;
}

export type OpenEar = (listening: Listening) => Ear;

export interface EarDeps {
  readonly stt: SpeechToText;
  /** Left out: silence and words alone tell the end of a turn. */
  readonly turns?: TurnDetector | null;
  readonly log: Log;
}

type SpeechEnd = Extract<EndpointingOutput, { kind: 'speech.end' }>;

interface Hearing {
  readonly id: string;
  readonly utterance: Utterance;
  /** Ms of voice when the text was last decoded ahead. */
  aheadAtMs: number;
  /** Its sound, for the end-of-turn model. */
  readonly frames: Int16Array[];
}

class CallEar implements Ear {
  readonly #stt: SpeechToText;
  readonly #turns: TurnDetector | null;
  readonly #listening: Listening;
  readonly #history = new FrameHistory();
  readonly #echo = new EchoGuard();
  readonly #log: Log;
  #vad: VoiceActivity | null = null;
  #turn: EndpointingState = quietState();
  #floor: FloorState = idleFloor;
  #hearing: Hearing | null = null;
  #finishing = 0;
  /** Results are told in the order of their utterances, however long each takes. */
  #told: Promise<void> = Promise.resolve();
  #atMs = 0;
  #closed = false;

  constructor({ log, stt, turns }: EarDeps, listening: Listening) {
    this.#stt = stt;
    this.#turns = turns ?? null;
    this.#listening = listening;
    this.#log = log;
    openWebRtcVad().then(
      (vad) => {
        if (this.#closed) vad.close();
        else this.#vad = vad;
      },
      (error: unknown) => log.error({ cause: messageOf(error) }, 'voice activity detection is not there'),
    );
  }

  get hearing(): boolean {
    return this.#hearing !== null;
  }

  get speaking(): boolean {
    return this.#hearing !== null || this.#finishing > 0;
  }

  frame(frame: Int16Array, atMs: number): void {
    if (this.#closed) return;
    this.#atMs = atMs;
    this.#history.add(frame, atMs);
    const sounds = this.#vad?.process(frame) ?? false;
    const voiced = !this.#echo.heard(frame, atMs, sounds).echo && sounds;
    if (this.#hearing) this.#hear(this.#hearing, frame);
    this.#step({ kind: 'frame', voiced, atMs });
    if (this.#floor.kind === 'paused') this.#take({ kind: 'tick', atMs });
    this.#decodeAhead(atMs);
  }

  sent(frame: Int16Array, atMs: number): void {
    if (!this.#closed) this.#echo.said(frame, atMs);
  }

  expect(kind: ExpectKind): void {
    this.#step({ kind: 'expect', expect: kind });
  }

  sayBegins(say: { id: string; interruptible: boolean; expect: ExpectKind | null }): void {
    this.#take({ kind: 'say.begin', say, atMs: this.#atMs });
  }

  sayAsks(id: string): void {
    this.#take({ kind: 'say.asks', id });
  }

  sayEnds(id: string): void {
    this.#take({ kind: 'say.end', id });
  }

  close(): void {
    this.#closed = true;
    this.#hearing?.utterance.cancel();
    this.#hearing = null;
    this.#vad?.close();
  }

  #step(input: EndpointingInput): void {
    const { state, output } = endpointing(this.#turn, input);
    this.#turn = state;
    if (output?.kind === 'speech.start') this.#begin(output.startMs, output.fromMs);
    else if (output?.kind === 'speech.end') this.#finish(output);
  }

  #begin(startMs: number, fromMs: number): void {
    const id = newId();
    const utterance = this.#stt.open({
      id,
      onPartial: (text) => {
        if (this.#closed || this.#hearing?.id !== id) return;
        this.#step({ kind: 'partial', text });
        this.#listening.partial(id, text);
        this.#take({ kind: 'words', text, final: false, atMs: this.#atMs });
      },
    });
    this.#hearing = { id, utterance, aheadAtMs: -1, frames: [] };
    for (const frame of this.#history.from(fromMs)) this.#hear(this.#hearing, frame);
    this.#listening.speechStarted(id, fromMs);
    this.#take({ kind: 'speech.start', atMs: startMs });
  }

  /** Decodes in the silence that is waited for anyway, so that the final text costs nothing. */
  #decodeAhead(atMs: number): void {
    const turn = this.#turn;
    const hearing = this.#hearing;
    if (turn.kind !== 'speaking' || !hearing || hearing.aheadAtMs === turn.voicedMs) return;
    if (atMs + FRAME_MS - turn.voicedMs < AHEAD_AFTER_MS) return;
    hearing.aheadAtMs = turn.voicedMs;
    hearing.utterance.prefinal();
    if (this.#turns?.available === true) void this.#judge(this.#turns, hearing, turn.voicedMs);
  }

  #hear({ frames, utterance }: Hearing, frame: Int16Array): void {
    utterance.push(frame);
    if (this.#turns === null) return;
    frames.push(frame);
    if (frames.length > JUDGED_FRAMES) frames.shift();
  }

  /** Asks the model whether the turn that fell silent at `voicedMs` is over; its answer counts while it is. */
  async #judge(turns: TurnDetector, hearing: Hearing, voicedMs: number): Promise<void> {
    const probability = await turns.judge(concat(hearing.frames));
    if (probability === null || this.#closed || this.#hearing !== hearing) return;
    this.#step({ kind: 'sounds', over: probability > OVER, voicedMs });
  }

  #finish(end: SpeechEnd): void {
    const hearing = this.#hearing;
    if (!hearing) return;
    this.#hearing = null;
    this.#finishing += 1;
    this.#take({ kind: 'speech.end', atMs: end.endMs, voicedMs: end.voicedMs });
    this.#listening.turnOver(end.endpointMs, hearing.id, end.endMs);
    const heard = hearing.utterance.finish();
    this.#told = this.#told.then(async () => {
      const { text, degraded, ms } = await heard;
      this.#finishing -= 1;
      if (!this.#closed) this.#tell(hearing.id, end, { text, degraded, ms });
    });
  }

  #tell(utterance: string, end: SpeechEnd, { text, degraded, ms }: Heard): void {
    const said = this.#saying();
    const answering = this.#expectsAnswer();
    this.#take({ kind: 'words', text, final: true, atMs: this.#atMs });
    const goesOn = said !== null && this.#saying() === said;
    const listened = goesOn && isBackchannel(text, answering);
    // Somebody spoke, and no sentence of ours goes on that they could be waiting for: silence would leave them alone with it.
    const lost = !goesOn && end.voicedMs >= COUGH_MS;
    const heard = {
      utterance,
      text,
      startMs: end.startMs,
      endMs: end.endMs,
      endpointMs: end.endpointMs,
      sttMs: ms,
      degraded,
    };
    if (listened || (text === '' && !lost)) {
      this.#log.debug({ voicedMs: end.voicedMs }, 'sound without words');
      this.#listening.nothing(heard);
    } else this.#listening.final(heard);
  }

  #saying(): string | null {
    return this.#floor.kind === 'speaking' || this.#floor.kind === 'paused' ? this.#floor.say.id : null;
  }

  #expectsAnswer(): boolean {
    return (this.#floor.kind === 'speaking' || this.#floor.kind === 'paused') && awaitsAnswer(this.#floor.say);
  }

  #take(input: FloorInput): void {
    const { state, output } = floor(this.#floor, input);
    this.#floor = state;
    if (output?.kind === 'pause') this.#listening.pause();
    else if (output?.kind === 'resume') this.#listening.resume();
    else if (output?.kind === 'stop') this.#listening.interrupt();
  }
}

/** Loads the detector once, so that each call's ear hears from its first frame. */
export const earFactory = async (deps: EarDeps): Promise<OpenEar> => {
  (await openWebRtcVad()).close();
  return (listening) => new CallEar(deps, listening);
};
