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
import { readVoiceMessage } from '#shared/link/codec.ts';
import type { CallEvent } from '#shared/link/events.ts';
import { messageOf } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';

export type AloneEvent = Extract<CallEvent, { kind: 'call.alone' }>;

/** A file is checked like a message of the link: what core would refuse must not be sent for ever. */
const readSpooled = (text: string): { call: string; event: AloneEvent } => {
  const { call, event } = JSON.parse(text) as { call: string; event: unknown };
  const message = readVoiceMessage(JSON.stringify({ type: 'event', call, seq: 1, at: 0, body: event }));
  if (message.type !== 'event' || message.body.kind !== 'call.alone') throw new Error('it holds no message');
  return { call: message.call, event: message.body };
};

/**
 * Messages that voice took without core, one file each, so that a power cut loses none. A file goes when core has
 * acknowledged its message.
 */
export class MessageSpool {
  readonly #folder: string;
  readonly #log: Log;
  /** Those with a file. */
  readonly #calls = new Set<string>();

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Written, flushed and renamed before this returns; a full disk is logged, and the message still goes over the link. */
  write(call: string, event: AloneEvent): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      this.#writeFile(this.#path(call, '.tmp'), JSON.stringify({ call, event }));
      renameSync(this.#path(call, '.tmp'), this.#path(call, '.json'));
      this.#calls.add(call);
    } catch (error) {
      this.#log.error({ cause: messageOf(error) }, 'a message could not be written to the spool');
      rmSync(this.#path(call, '.tmp'), { force: true });
    }
  }

  remove(call: string): void {
    if (this.#calls.delete(call)) rmSync(this.#path(call, '.json'), { force: true });
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
        const message = readSpooled(readFileSync(join(this.#folder, name), 'utf8'));
        this.#calls.add(message.call);
        return [message];
      } catch (error) {
        this.#log.error({ file: name, cause: messageOf(error) }, 'a spooled message cannot be read');
        return [];
      }
    });
  }

  #writeFile(path: string, text: string): void {
    const file = openSync(path, 'w', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  #path(call: string, ending: string): string {
    return join(this.#folder, `${call}${ending}`);
  }
}
