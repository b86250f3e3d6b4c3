import type { TaskRecord } from '#shared/api/records.ts';
import type { Scope } from '../scope.ts';

/** Tasks, newest first; of one call, or the open ones. */
export const readTasks = async (
  { db, businessId }: Scope,
  filter: { readonly callId?: string; readonly status?: 'open' | 'done' },
): Promise<readonly TaskRecord[]> => {
  let query = db.selectFrom('tasks').selectAll().where('business_id', '=', businessId);
  if (filter.callId !== undefined) query = query.where('call_id', '=', filter.callId);
  if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  const rows = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(200).execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    status: row.status === 'done' ? 'done' : 'open',
    callId: row.call_id,
    reason: row.reason,
    text: row.text,
    name: row.name,
    phone: row.phone,
    urgency: row.urgency,
    createdAt: row.created_at,
  }));
};
