import { Worker } from 'node:worker_threads';
import { PilotError } from '#shared/errors.ts';
import type { Hit } from '#shop/search/rank.ts';
import type { PostgresAddress } from '../postgres/dialect.ts';
import type { SearchRequest } from './source.ts';

/** The database that is searched: the SQLite file, or the server in its place. */
export interface Searched {
  readonly file: string;
  readonly postgres?: PostgresAddress | null;
}

export interface SearchQuestion {
  readonly id: number;
  readonly request: SearchRequest;
}

export type SearchAnswer =
  | { readonly id: number; readonly hits: Hit[] }
  | {
      readonly id: number;
      readonly fault: {
        readonly code: string;
        readonly message: string;
        readonly fix: string | null;
        readonly retryable: boolean;
      };
    };

/** More than this at once is refused, so that no line grows behind somebody who types. */
const WAITING = 40;
/** A search that takes longer is given up, and its thread with it. */
const PATIENCE_MS = 5000;

interface Waiting {
  readonly resolve: (hits: Hit[]) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

const failed = (cause?: unknown): PilotError =>
  new PilotError('search.failed', 'the search broke off', {
    cause,
    retryable: true,
    fix: 'Search again; if it breaks off each time, run pilot doctor.',
  });

/**
 * Searches on a thread with a connection of its own: a search reads for longer than the event loop that serves calls may stand still.
 * The thread starts with the first search, and anew after it died.
 */
export class SearchThread implements AsyncDisposable {
  readonly #database: Searched;
  #worker: Worker | null = null;
  #next = 1;
  readonly #waiting = new Map<number, Waiting>();

  /** @param database which is there, and up to date */
  constructor({ file, postgres = null }: Searched) {
    this.#database = { file, postgres };
  }

  /** @throws PilotError `search.busy`, `search.failed`, `store_*` */
  async search(request: SearchRequest): Promise<Hit[]> {
    if (this.#waiting.size >= WAITING)
      throw new PilotError('search.busy', 'too many searches wait already', {
        retryable: true,
        fix: 'Search again in a moment.',
      });
    const worker = (this.#worker ??= this.#start());
    const id = this.#next++;
    const { promise, resolve, reject } = Promise.withResolvers<Hit[]>();
    const timer = setTimeout(() => this.#end(worker, failed(new Error(`no answer in ${PATIENCE_MS} ms`))), PATIENCE_MS);
    this.#waiting.set(id, { resolve, reject, timer });
    worker.ref();
    worker.postMessage({ id, request } satisfies SearchQuestion);
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    this.#end(worker, failed(new Error('the box is stopping')));
    await worker.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: this.#database });
    worker.unref();
    worker.on('message', (answer: SearchAnswer) => this.#take(answer));
    worker.on('error', (error) => this.#end(worker, failed(error)));
    worker.on('exit', () => this.#end(worker, failed()));
    return worker;
  }

  #take(answer: SearchAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    this.#waiting.delete(answer.id);
    // Only what is waited for keeps a process from its end.
    if (this.#waiting.size === 0) this.#worker?.unref();
    clearTimeout(waiting.timer);
    if ('hits' in answer) return waiting.resolve(answer.hits);
    const { code, message, fix, retryable } = answer.fault;
    waiting.reject(new PilotError(code, message, { retryable, ...(fix === null ? {} : { fix }) }));
  }

  /** The thread is given up: who waits for it is told, and the next search starts another. */
  #end(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    void worker.terminate();
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(error);
    }
    this.#waiting.clear();
  }
}
