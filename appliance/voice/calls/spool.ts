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
import { readSealKeys } from '#shared/key-file.ts';
import { createSeal, type Seal } from '#shared/seal.ts';
import type { Log } from '#observe/log.ts';

export type AloneEvent = Extract<CallEvent, { kind: 'call.alone' }>;

/** What a file holds: the message, sealed wherever the box has its key. */
type Spooled = { readonly call: string } & ({ readonly event: unknown } | { readonly sealed: string });

const placeOf = (call: string): readonly string[] => ['spool', 'message', call];

/** A file is checked like a message of the link: what core would refuse must not be sent for ever. */
const readSpooled = (text: string, seal: Seal | null): { call: string; event: AloneEvent } => {
  const spooled = JSON.parse(text) as Spooled;
  const { call } = spooled;
  const event = 'sealed' in spooled ? opened(call, spooled.sealed, seal) : spooled.event;
  const message = readVoiceMessage(JSON.stringify({ type: 'event', call, seq: 1, at: 0, body: event }));
  if (message.type !== 'event' || message.body.kind !== 'call.alone') throw new Error('it holds no message');
  return { call: message.call, event: message.body };
};

const opened = (call: string, sealed: string, seal: Seal | null): unknown => {
  if (seal === null) throw new Error('it is sealed, and field.key is not there');
  return JSON.parse(seal.open(sealed, placeOf(call)));
};

const isSealed = (text: string, seal: Seal): boolean => {
  const spooled = JSON.parse(text) as Spooled;
  return 'sealed' in spooled && seal.isCurrent(spooled.sealed);
};

/**
 * Messages that voice took without core, one file each, so that a power cut loses none: a caller may have told a code, so they are
 * sealed with the box's key once core has made one. A file goes when core has acknowledged its message.
 */
export class MessageSpool {
  readonly #folder: string;
  readonly #keyFile: string;
  readonly #log: Log;
  /** Those with a file. */
  readonly #calls = new Set<string>();

  /** @param keyFile of the box: `field.key` of its data folder */
  constructor(folder: string, keyFile: string, log: Log) {
    this.#folder = folder;
    this.#keyFile = keyFile;
    this.#log = log;
  }

  /** Written, flushed and renamed before this returns; a full disk is logged, and the message still goes over the link. */
  write(call: string, event: AloneEvent): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const seal = this.#seal();
      const kept: Spooled =
        seal === null ? { call, event } : { call, sealed: seal.seal(JSON.stringify(event), placeOf(call)) };
      this.#writeFile(this.#path(call, '.tmp'), JSON.stringify(kept));
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

  /** Messages left by an earlier run. An unreadable file is named and left where it is; one half written is of no call. */
  read(): { call: string; event: AloneEvent }[] {
    let names: string[] = [];
    try {
      names = readdirSync(this.#folder);
    } catch {
      return [];
    }
    for (const name of names) if (name.endsWith('.tmp')) rmSync(join(this.#folder, name), { force: true });
    const seal = this.#seal();
    return names.flatMap((name) => {
      if (!name.endsWith('.json')) return [];
      try {
        const text = readFileSync(join(this.#folder, name), 'utf8');
        const message = readSpooled(text, seal);
        this.#calls.add(message.call);
        // Written before there was a key, or with one that is to go.
        if (seal !== null && !isSealed(text, seal)) this.write(message.call, message.event);
        return [message];
      } catch (error) {
        this.#log.error({ file: name, cause: messageOf(error) }, 'a spooled message cannot be read');
        return [];
      }
    });
  }

  /** Looked for each time: core makes the key at its first start, which may be after ours. */
  #seal(): Seal | null {
    try {
      const keys = readSealKeys(this.#keyFile);
      return keys === null ? null : createSeal(...keys);
    } catch (error) {
      this.#log.error({ cause: messageOf(error) }, 'messages cannot be sealed');
      return null;
    }
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
