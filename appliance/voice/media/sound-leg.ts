import type { JoinCommand, LegEvent, LegPlayed, LegStats, MediaNote, SoundCommand } from './messages.ts';
import type { OneWayReport } from './one-way.ts';
import type { LoggedPackets } from './packet-log.ts';
import type { RecordingResult } from './recording.ts';

/** Takes a listener away again. */
export type Unlisten = () => void;

/** A stretch of media time that was taken out of the recording, and whether part of it was on disk. */
export type Silenced = Omit<Extract<LegEvent, { type: 'recording.silenced' }>, 'type'>;

export interface SoundLegDeps {
  /** Its number on the media thread. */
  readonly id: number;
  readonly command: (command: SoundCommand | JoinCommand, transfer?: ArrayBuffer[]) => void;
  readonly close: () => Promise<RecordingResult | null>;
}

class Listeners<Args extends unknown[]> {
  readonly #all = new Set<(...args: Args) => void>();
  add(listener: (...args: Args) => void): Unlisten {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }
  tell(...args: Args): void {
    for (const listener of this.#all) listener(...args);
  }
}

/**
 * One call's sound, as the main thread sees it, whatever carries it. Audio is mono 16-bit at 8 kHz in frames of 160 samples.
 * Media time is ms since `start`, by the 20 ms clock of the media thread, the same for what is heard and what is sent.
 */
export class SoundLeg {
  readonly #deps: SoundLegDeps;
  readonly #frames = new Listeners<[frame: Int16Array, atMs: number]>();
  readonly #sent = new Listeners<[frame: Int16Array, atMs: number]>();
  readonly #digits = new Listeners<[digit: string, atMs: number]>();
  readonly #played = new Listeners<[played: LegPlayed]>();
  readonly #stats = new Listeners<[stats: LegStats]>();
  readonly #notes = new Listeners<[kind: MediaNote, detail: string]>();
  readonly #packets = new Listeners<[log: LoggedPackets]>();
  readonly #timeouts = new Listeners<[silentMs: number]>();
  readonly #oneWays = new Listeners<[report: OneWayReport]>();
  readonly #recordings = new Listeners<[path: string, offsetMs: number]>();
  readonly #failures = new Listeners<[reason: string, path: string]>();
  readonly #silences = new Listeners<[silenced: Silenced]>();
  readonly #stops = new Listeners<[id: string]>();
  #closing: Promise<RecordingResult | null> | null = null;

  constructor(deps: SoundLegDeps) {
    this.#deps = deps;
  }

  get id(): number {
    return this.#deps.id;
  }

  /**
   * Joins this call with another: from now on both hear each other, until one of them closes. Nothing of our queue is played and
   * no frame is given out.
   * @param record the recording goes on, with the other call in our place; else it stands still
   */
  join(other: Pick<SoundLeg, 'id'>, { record }: { readonly record: boolean }): void {
    this.#deps.command({ type: 'join', other: other.id, record });
  }

  /**
   * On hold silence is sent, or music when it is we who hold; what is heard is silence, the queue stands still and no timeout
   * runs.
   */
  hold(held: boolean, music = false): void {
    this.#deps.command({ type: 'hold', held, music });
  }

  /** Appends samples to item `id` of the playout queue (made when new); `last` marks its end. The array is copied. */
  play(id: string, pcm: Int16Array, last: boolean): void {
    const copy = new Int16Array(pcm);
    this.#deps.command({ type: 'play', id, pcm: copy, last }, [copy.buffer]);
  }

  /** From the next packet on silence is sent; the queue stays. */
  pause(): void {
    this.#deps.command({ type: 'pause' });
  }

  resume(): void {
    this.#deps.command({ type: 'resume' });
  }

  /** Drops what has not been sent, of one item or (without an id) of all; each reports `done` with what was played. */
  stop(id?: string): void {
    this.#deps.command({ type: 'stop', id: id ?? null });
  }

  /** Starts the recording: stereo WAV, caller left, we right. Once a call. `onRecordingStarted` or `onRecordingFailed` follows. */
  record(options: { readonly path: string }): void {
    this.#deps.command({ type: 'record', path: options.path });
  }

  /**
   * Takes a stretch of what both sides said out of the recording, on disk too; `onSilenced` follows once it has an end.
   * @param toMs null: up to now and on, until this is called again with the same `fromMs` and an end
   */
  silence(id: string, fromMs: number, toMs: number | null): void {
    this.#deps.command({ type: 'silence', id, fromMs, toMs });
  }

  /** Ends the recording and deletes it; no other begins in this call. `onRecordingStopped` follows. */
  discardRecording(id: string): void {
    this.#deps.command({ type: 'discard', id });
  }

  /** Frames heard, in order, one a tick on the average; `atMs` is the media time of the frame's first sample. */
  onFrame(listener: (frame: Int16Array, atMs: number) => void): Unlisten {
    return this.#frames.add(listener);
  }

  /** Frames of ours as they go out, in order, silence left out: what may come back as an echo. */
  onSent(listener: (frame: Int16Array, atMs: number) => void): Unlisten {
    return this.#sent.add(listener);
  }

  /** A key pressed at the far end, once each. */
  onDigit(listener: (digit: string, atMs: number) => void): Unlisten {
    return this.#digits.add(listener);
  }

  /** The playout clock: at an item's first packet, about every 100 ms, and once with `done`. */
  onPlayed(listener: (played: LegPlayed) => void): Unlisten {
    return this.#played.add(listener);
  }

  /** Every few seconds, and a last time while the leg closes. */
  onStats(listener: (stats: LegStats) => void): Unlisten {
    return this.#stats.add(listener);
  }

  /** What happened to the sound: where it comes from, another stream or codec, hold. */
  onNote(listener: (kind: MediaNote, detail: string) => void): Unlisten {
    return this.#notes.add(listener);
  }

  /** The headers of the call's latest packets, once, while the leg closes; a line that is not RTP has none. */
  onPackets(listener: (log: LoggedPackets) => void): Unlisten {
    return this.#packets.add(listener);
  }

  /** Nothing came for too long; told once until packets come again. */
  onTimeout(listener: (silentMs: number) => void): Unlisten {
    return this.#timeouts.add(listener);
  }

  /** The caller cannot be heard from the answer on; told again with `restoredMs` when sound comes after all. */
  onOneWay(listener: (report: OneWayReport) => void): Unlisten {
    return this.#oneWays.add(listener);
  }

  onRecordingStarted(listener: (path: string, offsetMs: number) => void): Unlisten {
    return this.#recordings.add(listener);
  }

  /** The recording ended early or never began; the call goes on. */
  onRecordingFailed(listener: (reason: string, path: string) => void): Unlisten {
    return this.#failures.add(listener);
  }

  onSilenced(listener: (silenced: Silenced) => void): Unlisten {
    return this.#silences.add(listener);
  }

  /** @see discardRecording */
  onRecordingStopped(listener: (id: string) => void): Unlisten {
    return this.#stops.add(listener);
  }

  /** Ends sending, frees what carried the sound, finishes the recording. Null when there is none or it failed. Safe to call again. */
  close(): Promise<RecordingResult | null> {
    this.#closing ??= this.#deps.close();
    return this.#closing;
  }

  /** From the media thread. */
  deliver(frame: Int16Array, atMs: number): void {
    this.#frames.tell(frame, atMs);
  }

  /** From the media thread. */
  deliverSent(frame: Int16Array, atMs: number): void {
    this.#sent.tell(frame, atMs);
  }

  /** From the media thread. */
  handle(event: LegEvent): void {
    if (event.type === 'digit') this.#digits.tell(event.digit, event.atMs);
    else if (event.type === 'played') this.#played.tell(event.played);
    else if (event.type === 'stats') this.#stats.tell(event.stats);
    else if (event.type === 'note') this.#notes.tell(event.kind, event.detail);
    else if (event.type === 'packets') this.#packets.tell(event.log);
    else if (event.type === 'timeout') this.#timeouts.tell(event.silentMs);
    else if (event.type === 'one_way') this.#oneWays.tell(event.report);
    else if (event.type === 'recording.started') this.#recordings.tell(event.path, event.offsetMs);
    else if (event.type === 'recording.failed') this.#failures.tell(event.reason, event.path);
    else if (event.type === 'recording.silenced') this.#silences.tell(event);
    else if (event.type === 'recording.stopped') this.#stops.tell(event.id);
  }
}
