import type { OutboxRecord } from '#shared/api/records.ts';
import { pageOf, placeOf, type Page, type PageRequest } from '../page.ts';
import type { Scope } from '../scope.ts';

/** Promises, newest first, for screens. */
export const listOutbox = async ({ db, businessId }: Scope, request: PageRequest): Promise<Page<OutboxRecord>> => {
  let query = db
    .selectFrom('outbox')
    .selectAll()
    .where('business_id', '=', businessId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(request.limit + 1);
  const from = placeOf(request);
  if (from !== null) {
    query = query.where((eb) =>
      eb.or([eb('created_at', '<', from.at), eb.and([eb('created_at', '=', from.at), eb('id', '<', from.id)])]),
    );
  }
  return pageOf(
    await query.execute(),
    request.limit,
    (row) => ({ at: row.created_at, id: row.id }),
    (row) => ({
      id: row.id,
      kind: row.kind,
      channel: row.channel,
      recipient: row.recipient,
      status: row.status as OutboxRecord['status'],
      dueAt: row.due_at,
      deadlineAt: row.deadline_at,
      attempts: row.attempts,
      lastError: row.last_error,
      createdAt: row.created_at,
    }),
  );
};

/**
 * Promises that a person should know of. `late`: past their deadline and not kept, by a channel that is there.
 * `textsWaiting`: texts to callers that no channel carries, by kind.
 */
export interface OutboxHealth {
  readonly textsWaiting: Readonly<Record<string, number>>;
  readonly waitingForConfiguration: number;
  readonly unknown: number;
  readonly dead: number;
  readonly late: number;
}

/** For health: how many promises wait, failed or are late, as of `now` (epoch ms). */
export const outboxHealth = async ({ db, businessId }: Scope, now: number): Promise<OutboxHealth> => {
  const rows = await db
    .selectFrom('outbox')
    .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
    .where('business_id', '=', businessId)
    .where('status', 'in', ['waiting_for_configuration', 'unknown', 'dead'])
    .groupBy('status')
    .execute();
  const late = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('business_id', '=', businessId)
    .where('status', 'not in', ['sent', 'dead', 'unknown', 'not_needed', 'waiting_for_configuration'])
    .where('deadline_at', '<', now)
    .executeTakeFirst();
  const texts = await db
    .selectFrom('outbox')
    .select((eb) => ['kind', eb.fn.countAll<number>().as('count')])
    .where('business_id', '=', businessId)
    .where('status', '=', 'waiting_for_configuration')
    .where('kind', 'in', ['visit.confirmed', 'deposit.link'])
    .groupBy('kind')
    .orderBy('kind')
    .execute();
  const count = (status: string): number => Number(rows.find((row) => row.status === status)?.count ?? 0);
  return {
    textsWaiting: Object.fromEntries(texts.map((row) => [row.kind, Number(row.count)])),
    waitingForConfiguration: count('waiting_for_configuration'),
    unknown: count('unknown'),
    dead: count('dead'),
    late: Number(late?.count ?? 0),
  };
};
