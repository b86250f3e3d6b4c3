import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TraceRecord } from '#shared/api/trace.ts';
import { messageOf } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';

const MAX_FILES = 200;
const MAX_BYTES = 32 * 1024 * 1024;
/** Ids are time-ordered: by name is by age. */
const NAME = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Traces of calls that went badly, a file each, so that they outlive this process. Bounded: the oldest make room. */
export class KeptCalls {
  readonly #folder: string;
  readonly #log: Log;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** A disk that takes nothing is logged; the trace stays in memory as long as there is room. */
  write(trace: TraceRecord): void {
    if (!NAME.test(trace.id)) return;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      writeFileSync(this.#path(trace.id, '.tmp'), JSON.stringify(trace), { mode: 0o600 });
      renameSync(this.#path(trace.id, '.tmp'), this.#path(trace.id, '.json'));
      this.#makeRoom();
    } catch (error) {
      this.#log.error({ cause: messageOf(error) }, 'the trace of a call could not be kept');
      rmSync(this.#path(trace.id, '.tmp'), { force: true });
    }
  }

  /** Null when there is none, or it cannot be read. */
  read(id: string): TraceRecord | null {
    if (!NAME.test(id)) return null;
    try {
      return JSON.parse(readFileSync(this.#path(id, '.json'), 'utf8')) as TraceRecord;
    } catch {
      return null;
    }
  }

  #makeRoom(): void {
    const files = readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .map((name) => ({ path: join(this.#folder, name), bytes: statSync(join(this.#folder, name)).size }));
    let bytes = files.reduce((sum, one) => sum + one.bytes, 0);
    let count = files.length;
    for (const one of files) {
      if (count <= MAX_FILES && bytes <= MAX_BYTES) return;
      rmSync(one.path, { force: true });
      bytes -= one.bytes;
      count--;
    }
  }

  #path(id: string, ending: string): string {
    return join(this.#folder, `${id}${ending}`);
  }
}
