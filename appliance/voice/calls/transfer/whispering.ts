import type { Sentence, Whisper } from '#shared/link/commands.ts';
import type { Log } from '#observe/log.ts';
import type { Leg } from '../../media/leg.ts';
import type { Unlisten } from '../../media/sound-leg.ts';
import type { TextToSpeech } from '../../speech/ports.ts';
import { isTone } from '../../turn/answering-machine.ts';
import { plainAnswer } from '../../turn/words.ts';
import type { Ear, OpenEar } from '../ear.ts';
import { Mouth } from '../mouth.ts';
import { TAKING_START, nextTaking, type TakingInput, type TakingOutcome } from './taking.ts';

interface WhisperingDeps {
  readonly leg: Leg;
  readonly whisper: Whisper;
  readonly tts: TextToSpeech;
  readonly openEar: OpenEar;
  readonly monotonic: () => number;
  readonly log: Log;
  readonly over: (outcome: TakingOutcome) => void;
}

/** Tells whoever answered why we call, and hears whether they say yes. */
export class Whispering {
  readonly #deps: WhisperingDeps;
  readonly #mouth: Mouth;
  readonly #ear: Ear;
  readonly #unlisten: readonly Unlisten[];
  #state = TAKING_START;
  #says = 0;
  #atMs = 0;
  #closed = false;

  constructor(deps: WhisperingDeps) {
    this.#deps = deps;
    const { leg, log, monotonic, tts, whisper } = deps;
    this.#mouth = new Mouth({
      leg,
      tts,
      monotonic,
      log,
      onBegin: () => undefined,
      onStarted: () => undefined,
      onSaid: () => this.#take({ kind: 'said', atMs: this.#atMs }),
    });
    this.#ear = deps.openEar({
      speechStarted: () => this.#take({ kind: 'speech', on: true, atMs: this.#atMs }),
      partial: () => undefined,
      turnOver: (silentMs) => this.#take({ kind: 'speech', on: false, atMs: this.#atMs - silentMs }),
      final: ({ text }) => this.#words(text),
      nothing: ({ text }) => this.#words(text),
      pause: () => undefined,
      resume: () => undefined,
      interrupt: () => undefined,
    });
    this.#ear.expect('yes_no');
    this.#unlisten = [
      leg.onFrame((frame, atMs) => {
        this.#atMs = atMs;
        this.#ear.frame(frame, atMs);
        this.#take({ kind: 'frame', tone: isTone(frame), atMs });
      }),
      leg.onSent((frame, atMs) => this.#ear.sent(frame, atMs)),
      leg.onDigit((digit) => this.key(digit)),
      leg.onPlayed((played) =>
        this.#mouth.played(played.id, played.samples, played.done && !played.stopped, played.firstPacketMs),
      ),
    ];
    this.#say(whisper.opening);
  }

  /** A key told beside the sound. */
  key(digit: string): void {
    this.#take({ kind: 'key', digit });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const unlisten of this.#unlisten) unlisten();
    this.#ear.close();
    this.#mouth.interrupt();
  }

  #words(text: string): void {
    const answer = plainAnswer(text);
    if (answer) this.#take({ kind: 'answer', answer });
  }

  #take(input: TakingInput): void {
    if (this.#closed) return;
    const { state, effect } = nextTaking(this.#state, input);
    this.#state = state;
    if (effect?.do === 'over') this.#deps.over(effect.outcome);
    else if (effect) {
      const { briefing, question } = this.#deps.whisper;
      this.#say(effect.what === 'briefing' ? [...briefing, ...question] : question);
    }
  }

  #say(sentences: readonly Sentence[]): void {
    this.#mouth.say({ id: `whisper-${++this.#says}`, sentences, interruptible: false });
  }
}
