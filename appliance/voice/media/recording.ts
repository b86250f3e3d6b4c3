import { open, rm, type FileHandle } from 'node:fs/promises';
import { messageOf } from '#shared/errors.ts';
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from './audio.ts';
import { Stretches, type Stretch } from './stretches.ts';
import { WAV_HEADER_BYTES, wavHeader } from './wav.ts';

const FRAME_BYTES = FRAME_SAMPLES * 2 * 2;
const FRAMES_A_WRITE = 50;
/** So much stays in memory before it is written, that a secret can be silenced before it reaches the disk. */
export const BEHIND_MS = 15_000;
const FRAMES_BEHIND = BEHIND_MS / FRAME_MS;
/** A disk that has not taken 30 s of audio is as good as full. */
const MAX_WAITING_FRAMES = FRAMES_BEHIND + 1500;

export interface RecordingResult {
  readonly path: string;
  readonly durationMs: number;
}

/**
 * A call on disk: stereo, 8 kHz, 16 bit, caller on the left, we on the right. Frames are taken without waiting and stay in
 * memory for 15 s; then a second of them at a time is written in order behind the scenes, and the header's sizes follow each
 * write, so that the file can be read at any moment. A process that is killed loses those 15 s. What is silenced never
 * reaches the disk, or is overwritten where it has. The first error ends the recording and is told once.
 */
export class Recording {
  readonly path: string;
  readonly #failed: (reason: string) => void;
  #left: Int16Array[] = [];
  #right: Int16Array[] = [];
  readonly #silent = new Stretches();
  /** Frames that have left memory, on disk or on the way there. */
  #gone = 0;
  /** What is done to the file, one after the other. */
  #work: Promise<void>;
  #writing = true;
  #file: FileHandle | null = null;
  #ended = false;

  /**
   * @param opened told when the file is there and holds a valid header
   * @param failed told once, with the cause; nothing is written after it
   */
  constructor(path: string, opened: () => void, failed: (reason: string) => void) {
    this.path = path;
    this.#failed = failed;
    this.#work = this.#open(opened);
  }

  /** Frames of the caller so far: the number of the next one. */
  get frames(): number {
    return this.#gone + this.#left.length;
  }

  /** One tick: what came from the caller (none, one or more frames) and what we sent. */
  add(caller: readonly Int16Array[], us: Int16Array): void {
    if (this.#ended) return;
    this.#left.push(...caller);
    this.#right.push(us);
    const ready = this.#pairs();
    if (ready >= MAX_WAITING_FRAMES) this.#fail('the disk does not take the recording fast enough');
    else if (this.#due() && !this.#writing) void this.#queue(() => this.#writeDue());
  }

  /**
   * Silences frames, those to come too.
   * @returns whether part of them was on disk and has been overwritten there
   */
  async silence(stretch: Stretch): Promise<boolean> {
    if (this.#ended) return false;
    this.#silent.add(stretch);
    const to = Math.min(stretch.to, this.#gone);
    const from = Math.max(0, stretch.from);
    if (from >= to) return false;
    await this.#queue(() => this.#overwrite({ ...stretch, from, to }));
    return true;
  }

  /** Drops what is in memory and deletes the file. */
  async discard(): Promise<void> {
    this.#drop();
    await this.#work;
    await this.#file?.close().catch(() => undefined);
    this.#file = null;
    await rm(this.path, { force: true }).catch(() => undefined);
  }

  /** Writes what is left and closes the file; null when the recording failed. */
  async close(): Promise<RecordingResult | null> {
    await this.#work;
    while (!this.#ended && this.#pairs() > 0) await this.#write(FRAMES_A_WRITE);
    const failed = this.#ended;
    this.#ended = true;
    await this.#file?.close().catch(() => undefined);
    this.#file = null;
    return failed ? null : { path: this.path, durationMs: this.#gone * FRAME_MS };
  }

  #pairs(): number {
    return Math.min(this.#left.length, this.#right.length);
  }

  /** A second of sound is old enough to be written. */
  #due(): boolean {
    return this.#pairs() >= FRAMES_BEHIND + FRAMES_A_WRITE;
  }

  async #writeDue(): Promise<void> {
    while (!this.#ended && this.#due()) await this.#write(FRAMES_A_WRITE);
  }

  async #open(opened: () => void): Promise<void> {
    try {
      this.#file = await open(this.path, 'w+', 0o600);
      await this.#file.write(wavHeader(2, SAMPLE_RATE, 0), 0, WAV_HEADER_BYTES, 0);
      opened();
    } catch (error) {
      this.#fail(messageOf(error));
    }
    this.#writing = false;
  }

  #queue(work: () => Promise<void>): Promise<void> {
    this.#writing = true;
    const done = this.#work.then(async () => {
      if (!this.#ended) await work();
    });
    this.#work = done.finally(() => {
      this.#writing = false;
    });
    return done;
  }

  /** Writes the oldest frames that wait, at most `most`. */
  async #write(most: number): Promise<void> {
    const frames = Math.min(most, this.#pairs());
    const left = this.#left.splice(0, frames);
    const right = this.#right.splice(0, frames);
    const first = this.#gone;
    this.#gone += frames;
    const data = Buffer.alloc(frames * FRAME_BYTES);
    for (let f = 0; f < frames; f++) {
      const caller = this.#silent.hold(first + f, 'caller') ? undefined : left[f];
      const us = this.#silent.hold(first + f, 'us') ? undefined : right[f];
      for (let i = 0, at = f * FRAME_BYTES; i < FRAME_SAMPLES; i++, at += 4) {
        data.writeInt16LE(caller?.[i] ?? 0, at);
        data.writeInt16LE(us?.[i] ?? 0, at + 2);
      }
    }
    this.#silent.passed(this.#gone);
    try {
      const before = first * FRAME_BYTES;
      await this.#whole(data, WAV_HEADER_BYTES + before);
      await this.#whole(wavHeader(2, SAMPLE_RATE, before + data.length), 0);
    } catch (error) {
      this.#fail(messageOf(error));
    }
  }

  /** Silences frames that are on disk, in place, and waits until the disk has them. */
  async #overwrite({ from, to, sides }: Stretch): Promise<void> {
    try {
      const data = Buffer.alloc((to - from) * FRAME_BYTES);
      const position = WAV_HEADER_BYTES + from * FRAME_BYTES;
      if (sides === 'caller') {
        await this.#file?.read(data, 0, data.length, position);
        for (let at = 0; at < data.length; at += 4) data.writeInt16LE(0, at);
      }
      await this.#whole(data, position);
      await this.#file?.datasync();
    } catch (error) {
      // What must not be heard cannot be taken out: then nothing of it may stay.
      const reason = messageOf(error);
      await rm(this.path, { force: true }).catch(() => undefined);
      this.#fail(`what a caller said in confidence could not be silenced, and the recording was deleted: ${reason}`);
    }
  }

  async #whole(data: Buffer, position: number): Promise<void> {
    for (let at = 0; at < data.length; ) {
      const written = await this.#file?.write(data, at, data.length - at, position + at);
      at += written?.bytesWritten ?? data.length;
    }
  }

  #drop(): void {
    this.#ended = true;
    this.#left = [];
    this.#right = [];
  }

  #fail(reason: string): void {
    if (this.#ended) return;
    this.#drop();
    this.#failed(reason);
  }
}
