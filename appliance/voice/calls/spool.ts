import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { CallEvent } from '#shared/link/messages.ts';
import { messageOf } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';

export type AloneEvent = Extract<CallEvent, { kind: 'call.alone' }>;

/**
 * Messages that voice took without core, one file each, so that a power cut loses none. A file goes when core has
 * acknowledged its message.
 */
export class MessageSpool {
  readonly #folder: string;
  readonly #log: Log;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Written, flushed and renamed before this returns; a full disk is logged, and the message still goes over the link. */
  write(call: string, event: AloneEvent): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const file = openSync(this.#path(call, '.tmp'), 'w', 0o600);
      writeSync(file, JSON.stringify({ call, event }));
      fsyncSync(file);
      closeSync(file);
      renameSync(this.#path(call, '.tmp'), this.#path(call, '.json'));
    } catch (error) {
      this.#log.error({ cause: messageOf(error) }, 'a message could not be written to the spool');
    }
  }

  remove(call: string): void {
    rmSync(this.#path(call, '.json'), { force: true });
  }

  /** Messages left by an earlier run. An unreadable file is named and left where it is. */
  read(): { call: string; event: AloneEvent }[] {
    let names: string[] = [];
    try {
      names = readdirSync(this.#folder).filter((name) => name.endsWith('.json'));
    } catch {
      return [];
    }
    return names.flatMap((name) => {
      try {
        return [JSON.parse(readFileSync(join(this.#folder, name), 'utf8')) as { call: string; event: AloneEvent }];
      } catch (error) {
        this.#log.error({ file: name, cause: messageOf(error) }, 'a spooled message cannot be read');
        return [];
      }
    });
  }

  #path(call: string, ending: string): string {
    return join(this.#folder, `${call}${ending}`);
  }
}
