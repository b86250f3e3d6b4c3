import { FRAME_MS, FRAME_SAMPLES } from './audio.ts';
import { HoldMusic } from './hold-music.ts';
import type { LegEvent, MediaTimeouts, SoundCommand } from './messages.ts';
import { OneWay, type OneWayLimits } from './one-way.ts';
import { Playout, type Played } from './playout.ts';
import { Recording, type RecordingResult } from './recording.ts';

export const SILENCE = new Int16Array(FRAME_SAMPLES);

/** Silenced around what a caller said, for voice activity is heard a little late, ms. */
const MARGIN_MS = 300;
/** Silenced around a key: gateways let its tone through before they tell of it, and cut it off late, ms. */
const KEY_BEFORE_MS = 300;
const KEY_AFTER_MS = 200;

/** Of the other call so many frames may wait: more would be delay. */
const MAX_WAITING = 5;

interface Joined {
  /** Takes what this leg hears. */
  readonly hear: (frames: readonly Int16Array[]) => void;
  readonly record: boolean;
  /** Heard at the other leg, not sent yet. */
  readonly waiting: Int16Array[];
}

export interface TimedFrame {
  readonly frame: Int16Array;
  /** Media time, ms. */
  readonly atMs: number;
}

/** What some ticks brought. */
export interface PassedSound {
  /** Heard, in order; may be none now and two the next time. */
  readonly frames: readonly Int16Array[];
  /** Media time of the first, ms. */
  readonly atMs: number;
  /** Of ours, what was no silence. */
  readonly sent: readonly TimedFrame[];
}

export const NOTHING_PASSED: PassedSound = { frames: [], atMs: 0, sent: [] };

export interface LegSoundDeps {
  readonly now: () => number;
  readonly emit: (event: LegEvent) => void;
  readonly timeouts: MediaTimeouts;
  readonly oneWay: OneWayLimits;
}

/**
 * What every leg does on the media thread, whatever carries its sound: the queue of what is to be said, holding, recording, and
 * the watch over a caller who is not heard. Media time is 20 ms times the ticks since `start`.
 */
export class LegSound {
  readonly #deps: LegSoundDeps;
  readonly #playout: Playout;
  readonly #oneWay: OneWay;
  /** When the first packet of each item now playing went out, monotonic ms. */
  readonly #begun = new Map<string, number>();
  #started = false;
  #ticks = 0;
  /** Frames given out. */
  #frames = 0;
  #held = false;
  #joined: Joined | null = null;
  #music: HoldMusic | null = null;
  #recording: Recording | null = null;
  /** Frames given out when the recording began. */
  #recordedFrom = 0;
  /** The caller wants no recording. */
  #refused = false;
  /** Frames of ours that went out since the last `pass`. */
  #sounded: TimedFrame[] = [];
  #heardAt = 0;
  #heardAny = false;
  #timedOut = false;

  constructor(deps: LegSoundDeps) {
    this.#deps = deps;
    this.#oneWay = new OneWay(deps.oneWay);
    this.#playout = new Playout((played) => this.#played(played));
  }

  /** Media time, ms. */
  get atMs(): number {
    return this.#ticks * FRAME_MS;
  }

  /** The item whose sound `next` gives; null for music, for another call's sound and for nothing. */
  get item(): string | null {
    return this.#held || this.#joined ? null : this.#playout.item;
  }

  /** The queue stands still: it is paused, the line is on hold, or joined with another. */
  get stands(): boolean {
    return this.#held || this.#joined !== null || this.#playout.paused;
  }

  start(): void {
    this.#started = true;
    this.#heardAt = this.#deps.now();
  }

  obey(command: SoundCommand): void {
    switch (command.type) {
      case 'hold':
        return this.#hold(command.held, command.music);
      case 'play':
        return this.#playout.play(command.id, command.pcm, command.last);
      case 'pause':
        return this.#playout.pause();
      case 'resume':
        return this.#playout.resume();
      case 'stop':
        return this.#playout.stop(command.id);
      case 'record':
        return this.#record(command.path);
      case 'silence':
        return void this.#silence(command);
      case 'discard':
        return void this.#discard(command.id);
      default:
        command satisfies never;
    }
  }

  get held(): boolean {
    return this.#held;
  }

  /** @param hear takes what this leg hears from now on; @param record the recording goes on */
  join(hear: Joined['hear'], record: boolean): void {
    this.#joined = { hear, record, waiting: [] };
  }

  part(): void {
    this.#joined = null;
  }

  /** What the other leg hears. */
  hear(frames: readonly Int16Array[]): void {
    const waiting = this.#joined?.waiting ?? [];
    waiting.push(...frames);
    waiting.splice(0, waiting.length - MAX_WAITING);
  }

  /** The next 20 ms to send; null for silence. @param waits what is to be said waits, for keys are being pressed */
  next(waits = false): Int16Array | null {
    const other = this.#joined?.waiting.shift();
    if (this.#held) return this.#music?.next() ?? null;
    if (this.#joined) return other ?? null;
    return waits ? null : this.#playout.next(this.atMs);
  }

  /** A tick has passed in which this was sent; frames heard since the tick before. */
  sent(frame: Int16Array, heard: readonly Int16Array[]): void {
    if (frame !== SILENCE && !this.#joined) this.#sounded.push({ frame, atMs: this.atMs });
    this.#ticks++;
    if (this.#joined?.record !== false) this.#recording?.add(heard, frame);
  }

  /** Ticks passed in which nothing was sent. */
  skipped(ticks: number): void {
    for (let i = 0; i < ticks; i++) this.sent(SILENCE, []);
  }

  /** Something of the call came. @param sound it is sound whatever it holds: a key, or comfort noise */
  arrived(now: number, sound: boolean): void {
    this.#heardAt = now;
    this.#heardAny = true;
    this.#timedOut = false;
    this.#oneWay.packet(sound);
  }

  /**
   * Some ticks have passed.
   * @param reachable we have somewhere to send
   * @returns the frames as the call hears them, and those of ours it was sent
   */
  pass(now: number, heard: readonly Int16Array[], ticks: number, reachable: boolean): PassedSound {
    const sent = this.#sounded;
    this.#sounded = [];
    const atMs = this.#frames * FRAME_MS;
    this.#frames += heard.length;
    const report = this.#oneWay.pass(ticks * FRAME_MS, this.atMs, heard, !this.#held && reachable);
    if (report !== null) this.#deps.emit({ type: 'one_way', report });
    this.#watch(now);
    if (this.#joined) {
      this.#joined.hear(heard);
      return { frames: [], atMs, sent };
    }
    // On hold the peer plays its music: it is not the caller speaking.
    return { frames: this.#held ? heard.map(() => SILENCE) : heard, atMs, sent };
  }

  /** Drops what was not sent and finishes the recording. */
  async close(): Promise<RecordingResult | null> {
    this.#playout.stop(null);
    const recording = this.#recording;
    this.#recording = null;
    return (await recording?.close()) ?? null;
  }

  /** A key sounds, or did a moment ago: it may be a digit of a card, and the recording is not to give it away. */
  keySounds(): void {
    const now = this.#recording?.frames ?? 0;
    const [before, after] = [KEY_BEFORE_MS, KEY_AFTER_MS].map((ms) => ms / FRAME_MS) as [number, number];
    void this.#recording?.silence({ from: now - before, to: now + after, sides: 'caller' });
  }

  async #silence({ id, fromMs, toMs }: Extract<SoundCommand, { type: 'silence' }>): Promise<void> {
    const place = (ms: number): number => ms / FRAME_MS - this.#recordedFrom;
    const from = Math.floor(place(fromMs - MARGIN_MS));
    const to = toMs === null ? Number.POSITIVE_INFINITY : Math.ceil(place(toMs + MARGIN_MS));
    const onDisk = (await this.#recording?.silence({ from, to, sides: 'both' })) ?? false;
    if (toMs !== null) this.#deps.emit({ type: 'recording.silenced', id, fromMs, toMs, onDisk });
  }

  async #discard(id: string): Promise<void> {
    this.#refused = true;
    const recording = this.#recording;
    this.#recording = null;
    await recording?.discard();
    this.#deps.emit({ type: 'recording.stopped', id });
  }

  #hold(held: boolean, music: boolean): void {
    if (held !== this.#held) {
      const detail = held ? (music ? 'held by us, with music' : 'held') : 'resumed';
      this.#deps.emit({ type: 'note', kind: 'hold', detail });
    }
    this.#held = held;
    // The pattern goes on where it stood when a hold is confirmed.
    this.#music = held && music ? (this.#music ?? new HoldMusic()) : null;
    this.#heardAt = this.#deps.now();
  }

  #record(path: string): void {
    if (this.#recording !== null || this.#refused) return;
    const { emit } = this.#deps;
    if (!this.#started) return emit({ type: 'recording.failed', path, reason: 'the call has no media yet' });
    const offsetMs = this.atMs;
    this.#recordedFrom = this.#frames;
    this.#recording = new Recording(
      path,
      () => emit({ type: 'recording.started', path, offsetMs }),
      (reason) => emit({ type: 'recording.failed', path, reason }),
    );
  }

  #watch(now: number): void {
    if (this.#held) this.#heardAt = now;
    const { initialMs, laterMs } = this.#deps.timeouts;
    const silentMs = now - this.#heardAt;
    if (this.#timedOut || silentMs < (this.#heardAny ? laterMs : initialMs)) return;
    this.#timedOut = true;
    this.#deps.emit({ type: 'timeout', silentMs });
  }

  #played(played: Played): void {
    // The report for the first packet is made while that packet is being built: its time is now.
    if (played.firstPacketMs !== null && !this.#begun.has(played.id)) this.#begun.set(played.id, this.#deps.now());
    const firstPacketAt = this.#begun.get(played.id) ?? null;
    if (played.done) this.#begun.delete(played.id);
    this.#deps.emit({ type: 'played', played: { ...played, firstPacketAt } });
  }
}
