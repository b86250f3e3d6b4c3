import type { OutboundAttempt, OutboundCallRecord, OutboundOutcome, OutboundPurpose } from '#shared/api/outbound.ts';
import { after, pageOf, type Page, type PageRequest } from '../page.ts';
import type { OutboundCallRow } from '../schema/outbound.ts';
import type { Scope } from '../scope.ts';

export const outboundRecord = (row: OutboundCallRow): OutboundCallRecord => ({
  id: row.id,
  direction: 'out',
  to: row.to_number,
  purpose: row.purpose as OutboundPurpose,
  text: row.text,
  status: row.status as OutboundCallRecord['status'],
  outcome: row.outcome as OutboundOutcome | null,
  attempts: JSON.parse(row.attempts) as OutboundAttempt[],
  dueAt: row.due_at,
  createdAt: row.created_at,
  requestedBy: row.requested_by,
});

const rows = ({ db, businessId }: Scope) =>
  db.selectFrom('outbound_calls').selectAll().where('business_id', '=', businessId);

/** Newest first. */
export const listOutboundCalls = async (scope: Scope, request: PageRequest): Promise<Page<OutboundCallRecord>> => {
  let query = rows(scope)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(request.limit + 1);
  const from = after(request.before);
  if (from !== null)
    query = query.where((eb) =>
      eb.or([eb('created_at', '<', from.at), eb.and([eb('created_at', '=', from.at), eb('id', '<', from.id)])]),
    );
  return pageOf(await query.execute(), request.limit, ({ created_at, id }) => ({ at: created_at, id }), outboundRecord);
};

export const readOutboundCall = async (scope: Scope, id: string): Promise<OutboundCallRecord | null> => {
  const row = await rows(scope).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : outboundRecord(row);
};

/** The call that is to be rung first; null when none is due at `now` (epoch ms). */
export const dueOutboundCall = async (scope: Scope, now: number): Promise<OutboundCallRecord | null> => {
  const row = await rows(scope)
    .where('status', '=', 'waiting')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : outboundRecord(row);
};

/** Does whoever has this number want no calls of ours? @param phone E.164 */
export const wantsNoCalls = async ({ db, businessId }: Scope, phone: string): Promise<boolean> =>
  (await db
    .selectFrom('do_not_call')
    .select('id')
    .where('business_id', '=', businessId)
    .where('phone', '=', phone)
    .executeTakeFirst()) !== undefined;

/** Attempts under way, and when each was begun, epoch ms. */
export const outboundUnderWay = async (scope: Scope): Promise<{ readonly attempt: string; readonly since: number }[]> =>
  (await rows(scope).where('attempt_id', 'is not', null).execute()).map((row) => ({
    attempt: row.attempt_id ?? '',
    since: row.dialled_at ?? 0,
  }));
