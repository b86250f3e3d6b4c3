import { createHash } from 'node:crypto';
import * as disk from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '#observe/log.ts';

/** A clip file: `PLC1`, the SHA-256 of the samples, the samples (16-bit little-endian, mono, 8 kHz). */
const MAGIC = Buffer.from('PLC1');
const HEADER_BYTES = MAGIC.length + 32;
const MEMORY_BYTES = 64 * 1024 ** 2;

export type ClipDisk = Pick<typeof disk, 'mkdir' | 'readFile' | 'writeFile' | 'rename' | 'rm'>;

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

export const clipKey = (voice: string, text: string): string =>
  createHash('sha256').update(voice).update('\n').update(text).digest('hex');

const bytesOf = (samples: Int16Array): Uint8Array =>
  new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);

const packed = (samples: Int16Array): Buffer => {
  const bytes = bytesOf(samples);
  return Buffer.concat([MAGIC, digest(bytes), bytes]);
};

const unpacked = (file: Buffer): Int16Array | undefined => {
  const body = file.subarray(HEADER_BYTES);
  if (file.length <= HEADER_BYTES || !file.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  if (!digest(body).equals(file.subarray(MAGIC.length, HEADER_BYTES))) return undefined;
  const samples = new Int16Array(body.length >> 1);
  bytesOf(samples).set(body.subarray(0, samples.byteLength));
  return samples;
};

/**
 * Rendered fixed phrases, in memory (oldest out first) and on disk. A damaged file counts as none; a disk that takes
 * no more leaves the cache in memory.
 */
export class ClipCache {
  private readonly folder: string | undefined;
  private readonly log: Log;
  private readonly disk: ClipDisk;
  private readonly memory = new Map<string, Int16Array>();
  private memoryBytes = 0;
  private diskFailed = false;
  private writes = Promise.resolve();
  private serial = 0;

  constructor(folder: string | undefined, log: Log, files: ClipDisk = disk) {
    this.folder = folder;
    this.log = log;
    this.disk = files;
  }

  async get(key: string): Promise<Int16Array | undefined> {
    const known = this.memory.get(key);
    if (known) {
      this.memory.delete(key);
      this.memory.set(key, known);
      return known;
    }
    if (this.folder === undefined) return undefined;
    const file = await this.disk.readFile(this.path(key)).catch(() => undefined);
    if (file === undefined) return undefined;
    const samples = unpacked(file);
    if (samples) this.remember(key, samples);
    else this.log.warn({ clip: key }, 'rendered clip is damaged; it will be rendered again');
    return samples;
  }

  /** Keeps a clip: in memory at once, on disk soon (`flushed`). */
  put(key: string, samples: Int16Array): void {
    if (samples.length === 0) return;
    this.remember(key, samples);
    if (this.folder !== undefined && !this.diskFailed) this.writes = this.writes.then(() => this.write(key, samples));
  }

  /** Resolves when everything put so far is on disk, or could not be. */
  flushed(): Promise<void> {
    return this.writes;
  }

  private path(key: string): string {
    return join(this.folder ?? '', `${key}.clip`);
  }

  private remember(key: string, samples: Int16Array): void {
    this.memoryBytes += samples.byteLength - (this.memory.get(key)?.byteLength ?? 0);
    this.memory.delete(key);
    this.memory.set(key, samples);
    for (const [oldest, { byteLength }] of this.memory) {
      if (this.memoryBytes <= MEMORY_BYTES) break;
      this.memory.delete(oldest);
      this.memoryBytes -= byteLength;
    }
  }

  private async write(key: string, samples: Int16Array): Promise<void> {
    const temporary = `${this.path(key)}.${process.pid}.${this.serial++}.tmp`;
    try {
      await this.disk.mkdir(this.folder ?? '', { recursive: true });
      await this.disk.writeFile(temporary, packed(samples));
      await this.disk.rename(temporary, this.path(key));
    } catch (error) {
      if (!this.diskFailed)
        this.log.warn({ err: error, folder: this.folder }, 'clips cannot be written; they are kept in memory only');
      this.diskFailed = true;
      await this.disk.rm(temporary, { force: true }).catch(() => undefined);
    }
  }
}
