import { open, type FileHandle } from 'node:fs/promises';
import { messageOf } from '#shared/errors.ts';
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from './audio.ts';
import { WAV_HEADER_BYTES, wavHeader } from './wav.ts';

const FRAME_BYTES = FRAME_SAMPLES * 2 * 2;
const FRAMES_A_WRITE = 50;
/** A disk that has not taken 30 s of audio is as good as full. */
const MAX_WAITING_FRAMES = 1500;

export interface RecordingResult {
  readonly path: string;
  readonly durationMs: number;
}

/**
 * A call on disk: stereo, 8 kHz, 16 bit, caller on the left, we on the right. Frames are taken without waiting; a second of
 * them at a time is written in order behind the scenes, and the header's sizes follow each write, so that the file can be
 * read at any moment. The first error ends the recording and is told once.
 */
export class Recording {
  readonly path: string;
  readonly #failed: (reason: string) => void;
  #left: Int16Array[] = [];
  #right: Int16Array[] = [];
  #writing: Promise<void>;
  #busy = true;
  #file: FileHandle | null = null;
  #frames = 0;
  #ended = false;

  /**
   * @param opened told when the file is there and holds a valid header
   * @param failed told once, with the cause; nothing is written after it
   */
  constructor(path: string, opened: () => void, failed: (reason: string) => void) {
    this.path = path;
    this.#failed = failed;
    this.#writing = this.#open(opened);
  }

  /** One tick: what came from the caller (none, one or more frames) and what we sent. */
  add(caller: readonly Int16Array[], us: Int16Array): void {
    if (this.#ended) return;
    this.#left.push(...caller);
    this.#right.push(us);
    const ready = this.#pairs();
    if (ready >= MAX_WAITING_FRAMES) this.#fail('the disk does not take the recording fast enough');
    else if (ready >= FRAMES_A_WRITE && !this.#busy) this.#writing = this.#write(ready);
  }

  /** Writes what is left and closes the file; null when the recording failed. */
  async close(): Promise<RecordingResult | null> {
    await this.#writing;
    if (!this.#ended && this.#pairs() > 0) await this.#write(this.#pairs());
    const failed = this.#ended;
    this.#ended = true;
    await this.#file?.close().catch(() => undefined);
    this.#file = null;
    return failed ? null : { path: this.path, durationMs: this.#frames * FRAME_MS };
  }

  #pairs(): number {
    return Math.min(this.#left.length, this.#right.length);
  }

  async #open(opened: () => void): Promise<void> {
    try {
      this.#file = await open(this.path, 'w', 0o600);
      await this.#file.write(wavHeader(2, SAMPLE_RATE, 0), 0, WAV_HEADER_BYTES, 0);
      opened();
    } catch (error) {
      this.#fail(messageOf(error));
    }
    this.#busy = false;
  }

  async #write(frames: number): Promise<void> {
    this.#busy = true;
    const left = this.#left.splice(0, frames);
    const right = this.#right.splice(0, frames);
    const data = Buffer.alloc(frames * FRAME_BYTES);
    for (let f = 0, at = 0; f < frames; f++) {
      for (let i = 0; i < FRAME_SAMPLES; i++, at += 4) {
        data.writeInt16LE(left[f]?.[i] ?? 0, at);
        data.writeInt16LE(right[f]?.[i] ?? 0, at + 2);
      }
    }
    try {
      const before = this.#frames * FRAME_BYTES;
      await this.#whole(data, WAV_HEADER_BYTES + before);
      await this.#whole(wavHeader(2, SAMPLE_RATE, before + data.length), 0);
      this.#frames += frames;
    } catch (error) {
      this.#fail(messageOf(error));
    }
    this.#busy = false;
  }

  async #whole(data: Buffer, position: number): Promise<void> {
    for (let at = 0; at < data.length; ) {
      const written = await this.#file?.write(data, at, data.length - at, position + at);
      at += written?.bytesWritten ?? data.length;
    }
  }

  #fail(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#left = [];
    this.#right = [];
    this.#failed(reason);
  }
}
