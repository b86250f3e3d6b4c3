import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reader } from '#conversation/decide/context.ts';
import { openStoredPlaybook } from '#conversation/playbook/parse.ts';
import type { Playbook } from '#conversation/playbook/schema.ts';
import type { Log } from '#observe/log.ts';
import { isPlaybookFile } from '#shared/config/playbook.ts';
import { isPilotError, messageOf } from '#shared/errors.ts';
import type { Troubles } from './health.ts';
import { digestOf, loadPlaybook } from './playbooks.ts';

/** A playbook with the reader that understands callers by it. */
export interface Book {
  readonly digest: string;
  readonly playbook: Playbook;
  readonly reader: Reader;
}

export interface BookshelfOptions {
  /** A shipped name, `all`, or the path of the owner's own file. */
  readonly source: string;
  /** Every playbook that was ever in force lies here by its digest, so that a call keeps its own across restarts. */
  readonly folder: string;
  readonly read: (playbook: Playbook) => Reader;
  readonly log: Log;
  readonly troubles?: Pick<Troubles, 'report' | 'clear'>;
}

/** Changes whenever the file may have; '' while it is not there. */
const stampOf = (file: string): string => {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
};

/** How often the owner's file is looked at, ms. */
const LOOK_MS = 1000;

const TROUBLE = 'playbook';

/**
 * The playbooks of this box: the one that new calls begin with, and those that calls under way began with. The owner's file
 * is watched; a change that is not valid is refused and told, and what was in force stays.
 */
export class Bookshelf implements Disposable {
  readonly #options: BookshelfOptions;
  readonly #books = new Map<string, Book>();
  #current: Book;
  readonly #watch: NodeJS.Timeout | null;

  /** @throws PilotError `playbook_*` when the source cannot be taken and none was in force before */
  constructor(options: BookshelfOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    const own = isPlaybookFile(options.source);
    // Taken before the file is read: what changes in between is seen at the first look.
    let seen = own ? stampOf(options.source) : '';
    this.#current = this.#first();
    const look = (): void => {
      const stamp = stampOf(options.source);
      if (stamp === seen) return;
      seen = stamp;
      this.look();
    };
    this.#watch = own ? setInterval(look, LOOK_MS).unref() : null;
  }

  /** What new calls begin with. */
  get current(): Book {
    return this.#current;
  }

  /** The book a call began with; null when nobody knows it any more. */
  of(digest: string): Book | null {
    return this.#books.get(digest) ?? this.#stored(digest);
  }

  /** Takes the owner's file anew. @returns whether it is in force now */
  look(): boolean {
    const { source, log, troubles } = this.#options;
    try {
      const book = this.#take(loadPlaybook(source));
      troubles?.clear(TROUBLE);
      if (book.digest === this.#current.digest) return true;
      this.#current = book;
      log.info({ playbook: book.playbook.id, digest: book.digest }, 'a changed playbook serves new calls');
      return true;
    } catch (error) {
      this.#refuse(error);
      return false;
    }
  }

  [Symbol.dispose](): void {
    if (this.#watch !== null) clearInterval(this.#watch);
  }

  #refuse(error: unknown): void {
    const { log, troubles } = this.#options;
    const fix = isPilotError(error) ? (error.fix ?? '') : '';
    log.error({ cause: messageOf(error) }, 'the playbook was refused; the one before stays in force');
    troubles?.report(TROUBLE, `refused, the one before stays in force: ${messageOf(error)}`, fix);
  }

  /** What the source says, else what was in force when the box went down. */
  #first(): Book {
    try {
      return this.#take(loadPlaybook(this.#options.source));
    } catch (error) {
      const last = isPlaybookFile(this.#options.source) ? this.#last() : null;
      if (last === null) throw error;
      this.#refuse(error);
      return last;
    }
  }

  #take(playbook: Playbook): Book {
    const { source, read } = this.#options;
    const digest = digestOf(playbook);
    const book = this.#books.get(digest) ?? { digest, playbook, reader: read(playbook) };
    this.#write(`${digest}.json`, JSON.stringify(playbook));
    if (isPlaybookFile(source)) this.#write('last.json', JSON.stringify({ source, digest }));
    this.#books.set(digest, book);
    return book;
  }

  #stored(digest: string): Book | null {
    const stored = this.#readFile(`${/^[0-9a-f]{16}$/.test(digest) ? digest : 'none'}.json`);
    const playbook = stored === null ? null : openStoredPlaybook(stored);
    if (playbook === null) return null;
    const book = { digest, playbook, reader: this.#options.read(playbook) };
    this.#books.set(digest, book);
    return book;
  }

  #last(): Book | null {
    const last = this.#readFile('last.json') as { source?: unknown; digest?: unknown } | null;
    return last?.source === this.#options.source && typeof last.digest === 'string' ? this.#stored(last.digest) : null;
  }

  #readFile(name: string): unknown {
    const path = join(this.#options.folder, name);
    if (!existsSync(path)) return null;
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as unknown;
    } catch (error) {
      this.#options.log.error({ file: name, cause: messageOf(error) }, 'a kept playbook cannot be read');
      return null;
    }
  }

  #write(name: string, text: string): void {
    const path = join(this.#options.folder, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
}
