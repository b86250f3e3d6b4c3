import { silentLog } from '#observe/log.ts';
import type { ExpectKind } from '#shared/link/expectation.ts';
import { earFactory, type Ear, type EarFinal } from '#voice/calls/ear.ts';
import { Mouth } from '#voice/calls/mouth.ts';
import type { Said } from '#voice/calls/rendering.ts';
import { FRAME_MS, FRAME_SAMPLES } from '#voice/media/audio.ts';
import { decodeG711, encodeG711 } from '#voice/media/g711.ts';
import { Playout } from '#voice/media/playout.ts';
import type { SpeakRequest, TextToSpeech, TurnDetector } from '#voice/speech/ports.ts';
import { seededRandom } from '#drills/random.ts';
import type { SteadyHearing } from './steady-hearing.ts';

/** Sound over the line and back. */
const overG711 = (frame: Int16Array): Int16Array => {
  const octets = new Uint8Array(frame.length);
  encodeG711('PCMU', frame, octets);
  return decodeG711('PCMU', octets);
};

/** Sentences that were rendered before. */
class ReadyVoice implements TextToSpeech {
  readonly info = { name: 'ready', bench: true, note: '' };
  readonly current = this.info;
  readonly available = true;
  readonly workerPid = undefined;
  readonly #sound: (text: string) => Int16Array;

  constructor(sound: (text: string) => Int16Array) {
    this.#sound = sound;
  }
  async *speak({ text }: SpeakRequest): AsyncGenerator<Int16Array> {
    yield this.#sound(text);
  }
  async render({ text }: SpeakRequest): Promise<Int16Array> {
    return this.#sound(text);
  }
  async prewarm(): Promise<number> {
    return 0;
  }
  async close(): Promise<void> {}
}

/** Our own voice at the caller's end: into their microphone again. */
export interface EchoPath {
  readonly db: number;
  readonly delayMs: number;
}

/** What the caller says, in pieces, each so long after the start of the rehearsal. */
export interface CallerSound {
  readonly atMs: number;
  readonly pcm: Int16Array;
}

export interface Rehearsal {
  readonly seed: number;
  /** What we say at the beginning, by sentence; none: we listen. */
  readonly say: readonly string[];
  readonly expect: ExpectKind;
  readonly caller: readonly CallerSound[];
  readonly echo: EchoPath | null;
  readonly lengthMs: number;
}

/** What came of it. Media time, ms. */
export interface Rehearsed {
  readonly pauses: readonly number[];
  readonly resumes: readonly number[];
  /** We gave way. */
  readonly interrupted: readonly number[];
  /** Starts of the frames of ours that went out and held sound. */
  readonly soundedMs: readonly number[];
  readonly finals: readonly EarFinal[];
  /** Sounds that wanted no answer. */
  readonly nothings: number;
  readonly said: Said | null;
}

const NOISE = 40;

/** One call without a network: the real ear, mouth, floor and playout queue, by a clock that goes with the sound. */
export const rehearse = async (
  { caller, echo, expect, lengthMs, say, seed }: Rehearsal,
  hearing: SteadyHearing,
  sound: (text: string) => Int16Array,
  turns: TurnDetector | null = null,
): Promise<Rehearsed> => {
  const random = seededRandom(seed);
  const pauses: number[] = [];
  const resumes: number[] = [];
  const interrupted: number[] = [];
  const soundedMs: number[] = [];
  const finals: EarFinal[] = [];
  let nothings = 0;
  let said: Said | null = null;
  let atMs = 0;
  const playout = new Playout((played) => {
    if (!played.stopped) mouth.played(played.id, played.samples, played.done, played.firstPacketMs);
  });
  const mouth: Mouth = new Mouth({
    leg: {
      play: (id, pcm, last) => playout.play(id, pcm, last),
      pause: () => playout.pause(),
      resume: () => playout.resume(),
      stop: (id) => playout.stop(id),
    },
    tts: new ReadyVoice(sound),
    monotonic: () => atMs,
    log: silentLog(),
    onBegin: ({ id, interruptible }) => ear.sayBegins({ id, interruptible, expect }),
    onStarted: () => ear.expect(expect),
    onAsks: ({ id }) => ear.sayAsks(id),
    onSaid: (one) => {
      said ??= one;
      ear.sayEnds(one.id);
    },
  });
  const openEar = await earFactory({ stt: hearing, turns, log: silentLog() });
  const ear: Ear = openEar({
    speechStarted: () => undefined,
    partial: () => undefined,
    turnOver: () => undefined,
    final: (final) => void finals.push(final),
    nothing: () => void nothings++,
    pause: () => {
      pauses.push(atMs);
      mouth.pause();
    },
    resume: () => {
      resumes.push(atMs);
      mouth.resume();
    },
    interrupt: () => {
      interrupted.push(atMs);
      mouth.interrupt();
    },
  });
  // The detector opens in a moment.
  await new Promise<void>((resolve) => setImmediate(resolve));
  ear.expect(expect);
  if (say.length > 0) mouth.say({ id: 'say', sentences: say.map((text) => ({ text })), interruptible: true });
  await new Promise<void>((resolve) => setImmediate(resolve));
  const sent = new Int16Array((lengthMs / FRAME_MS + 1) * FRAME_SAMPLES);
  for (; atMs < lengthMs; atMs += FRAME_MS) {
    const from = atMs * 8;
    const ours = playout.next(atMs);
    if (ours) {
      const out = overG711(ours);
      sent.set(out, from);
      ear.sent(ours, atMs);
      if (ours.some((sample) => Math.abs(sample) > 100)) soundedMs.push(atMs);
    }
    const heard = Int16Array.from({ length: FRAME_SAMPLES }, (_, i) => {
      const at = from + i;
      let sample = (random.next() - 0.5) * NOISE;
      if (echo) sample += (sent[at - echo.delayMs * 8] ?? 0) * 10 ** (echo.db / 20);
      for (const piece of caller) sample += piece.pcm[at - piece.atMs * 8] ?? 0;
      return Math.max(-32_768, Math.min(32_767, Math.round(sample)));
    });
    ear.frame(overG711(heard), atMs);
    await hearing.pass();
  }
  ear.close();
  mouth.interrupt();
  await hearing.pass();
  return { pauses, resumes, interrupted, soundedMs, finals, nothings, said };
};
