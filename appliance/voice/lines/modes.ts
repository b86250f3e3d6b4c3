import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '#shared/errors.ts';
import { readCoreMessage } from '#shared/link/codec.ts';
import type { ModesMessage } from '#shared/link/messages.ts';
import { unsetLine, type LineSetting } from '#shared/lines/setting.ts';
import type { Log } from '#observe/log.ts';

const NONE: ModesMessage = { type: 'modes', lines: [], open: [] };

/** What core last told about the lines, kept on the disk: it holds while core is away, and after a restart. */
export class LineModes {
  readonly #file: string;
  readonly #log: Log;
  readonly #watchers = new Set<() => void>();
  #known: ModesMessage;

  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
    this.#known = this.#read();
  }

  of(line: string): LineSetting {
    return this.#known.lines.find((one) => one.line === line) ?? unsetLine(line);
  }

  /** Whether the shop is open; beyond what core has told it counts as closed, so that somebody answers. */
  openAt(now: number): boolean {
    return this.#known.open.some(([from, to]) => from <= now && now < to);
  }

  /** Takes in what core tells: it holds for the next call, written or not. */
  update(modes: ModesMessage): void {
    this.#known = modes;
    this.#write(modes);
    for (const watcher of this.#watchers) watcher();
  }

  /** Calls back at each news of core's, until the returned function is called. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  #read(): ModesMessage {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch {
      return NONE;
    }
    try {
      const message = readCoreMessage(text);
      if (message.type === 'modes') return message;
    } catch (error) {
      this.#log.error({ cause: messageOf(error) }, 'the kept modes of the lines cannot be read: every line answers');
    }
    return NONE;
  }

  #write(modes: ModesMessage): void {
    try {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      const file = openSync(`${this.#file}.tmp`, 'w', 0o600);
      try {
        writeSync(file, JSON.stringify(modes));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(`${this.#file}.tmp`, this.#file);
    } catch (error) {
      this.#log.error({ cause: messageOf(error) }, 'the modes of the lines could not be kept on the disk');
    }
  }
}
