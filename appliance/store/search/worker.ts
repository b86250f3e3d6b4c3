import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { Kysely } from 'kysely';
import { isPilotError, messageOf } from '#shared/errors.ts';
import type { Tables } from '../schema/tables.ts';
import { storeFault } from '../fault.ts';
import { find } from './find.ts';
import type { SearchSource } from './source.ts';
import type { SearchAnswer, SearchQuestion, Searched } from './thread.ts';

/** Behind the threads that serve calls. */
const NICE = 5;

const comeLater = (): void => {
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), NICE);
  } catch {
    // A system without priorities of threads: the search then runs beside the rest.
  }
};

/** A connection of its own, which reads. @returns the source of each business */
const open = async ({ file, postgres }: Searched): Promise<(businessId: string) => SearchSource> => {
  if (postgres == null) {
    const { openSqlite, sqliteDialect } = await import('../sqlite/dialect.ts');
    const { sqliteSource } = await import('../sqlite/search.ts');
    const db = new Kysely<Tables>({ dialect: sqliteDialect(await openSqlite(file, { readonly: true })) });
    return (businessId) => sqliteSource({ db, businessId });
  }
  const { postgresDialect } = await import('../postgres/dialect.ts');
  const { postgresSource } = await import('../postgres/search.ts');
  const db = new Kysely<Tables>({ dialect: postgresDialect(postgres, 'read') });
  return (businessId) => postgresSource({ db, businessId });
};

comeLater();
const opened = open(workerData as Searched);
// Told to each who asks.
opened.catch(() => undefined);

const answer = async ({ id, request }: SearchQuestion): Promise<SearchAnswer> => {
  try {
    const sourceOf = await opened;
    return { id, hits: await find(sourceOf(request.businessId), request) };
  } catch (error) {
    const fault = storeFault(error);
    const told = isPilotError(fault) ? fault : null;
    return {
      id,
      fault: {
        code: told?.code ?? 'search.failed',
        message: messageOf(fault),
        fix: told?.fix ?? null,
        retryable: told?.retryable ?? true,
      },
    };
  }
};

parentPort?.on('message', (question: SearchQuestion) => {
  // Never fails: what goes wrong is an answer too.
  void answer(question).then((told) => parentPort?.postMessage(told));
});
