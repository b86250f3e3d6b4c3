import type { OutboxRecord } from '#shared/api/records.ts';
import { after, pageOf, type Page, type PageRequest } from '../page.ts';
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
  const from = after(request.before);
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
      status: row.status as OutboxRecord['status'],
      dueAt: row.due_at,
      deadlineAt: row.deadline_at,
      attempts: row.attempts,
      lastError: row.last_error,
      createdAt: row.created_at,
    }),
  );
};
