import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '#observe/log.ts';
import { walkAgain, walkOn } from '#store/search/walk.ts';
import type { BusinessStore } from '#store/store.ts';

/** So few things at a time, and so long between, ms, that calls do not notice. */
const AT_A_TIME = 4;
const PAUSE_MS = 20;
/** After a failure. */
const LATER_MS = 30_000;

/** Makes findable, behind the calls, what was there before the search was. */
export class SearchWalk {
  readonly #store: BusinessStore;
  readonly #log: Log;
  readonly #stop = new AbortController();
  #walking: Promise<void> | null = null;

  constructor(store: BusinessStore, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  /** Goes on where it was, to the end; one that is through already costs a look. */
  start(): void {
    this.#walking ??= this.#walk().finally(() => {
      this.#walking = null;
    });
  }

  /** Makes everything findable anew. */
  async again(): Promise<void> {
    await this.#store.transaction(walkAgain);
    this.start();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#walking;
  }

  async #walk(): Promise<void> {
    const { signal } = this.#stop;
    let batches = 0;
    while (!signal.aborted) {
      const [more, pause] = await this.#store
        .transaction((tx) => walkOn(tx, AT_A_TIME))
        .then(
          (left) => [left, PAUSE_MS] as const,
          (error: unknown) => {
            this.#log.error({ err: error }, 'records could not be made findable; it is tried again');
            return [true, LATER_MS] as const;
          },
        );
      if (!more) break;
      batches += 1;
      await wait(pause, undefined, { signal }).catch(() => undefined);
    }
    if (batches > 0 && !signal.aborted) this.#log.info({ batches }, 'every record can be found');
  }
}
