import type { OutboundAttempt, OutboundCallRecord, OutboundPurpose } from '#shared/api/outbound.ts';
import { formatJobNumber } from '#shop/job-number.ts';
import { pageOf, placeOf, type Page, type PageRequest } from '../page.ts';
import type { Scope } from '../scope.ts';

const rows = ({ db, businessId }: Scope) =>
  db
    .selectFrom('outbound_calls as o')
    .leftJoin('outbound_subjects as s', (on) =>
      on.onRef('s.business_id', '=', 'o.business_id').onRef('s.id', '=', 'o.id'),
    )
    .leftJoin('visits as v', (on) => on.onRef('v.business_id', '=', 's.business_id').onRef('v.id', '=', 's.visit_id'))
    .leftJoin('jobs as j', (on) => on.onRef('j.business_id', '=', 'v.business_id').onRef('j.id', '=', 'v.job_id'))
    .selectAll('o')
    .select(['s.visit_id', 's.call_id', 's.zone', 'j.number'])
    .where('o.business_id', '=', businessId);
type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

const recordOf = (row: Row): OutboundCallRecord => ({
  id: row.id,
  direction: 'out',
  to: row.to_number,
  purpose: row.purpose as OutboundPurpose,
  jobNumber: row.number === null ? null : formatJobNumber(row.number),
  earlierCall: row.call_id,
  status: row.status as OutboundCallRecord['status'],
  outcome: row.outcome,
  attempts: JSON.parse(row.attempts) as OutboundAttempt[],
  dueAt: row.due_at,
  createdAt: row.created_at,
  requestedBy: row.requested_by,
});

/** Newest first. */
export const listOutboundCalls = async (scope: Scope, request: PageRequest): Promise<Page<OutboundCallRecord>> => {
  let query = rows(scope)
    .orderBy('o.created_at', 'desc')
    .orderBy('o.id', 'desc')
    .limit(request.limit + 1);
  const from = placeOf(request);
  if (from !== null)
    query = query.where((eb) =>
      eb.or([eb('o.created_at', '<', from.at), eb.and([eb('o.created_at', '=', from.at), eb('o.id', '<', from.id)])]),
    );
  return pageOf(await query.execute(), request.limit, ({ created_at, id }) => ({ at: created_at, id }), recordOf);
};

export const readOutboundCall = async (scope: Scope, id: string): Promise<OutboundCallRecord | null> => {
  const row = await rows(scope).where('o.id', '=', id).executeTakeFirst();
  return row === undefined ? null : recordOf(row);
};

/** A call that is to be rung, and what for. */
export interface DueOutboundCall {
  readonly id: string;
  readonly to: string;
  readonly purpose: OutboundPurpose;
  /** Id of the visit, or of the call that broke off. */
  readonly about: string;
  readonly visitId: string | null;
  readonly earlierCall: string | null;
  /** IANA zone of whoever is rung. */
  readonly zone: string;
  readonly createdAt: number;
  /** Rings so far. */
  readonly rung: number;
}

const waiting = (scope: Scope) => rows(scope).where('o.status', '=', 'waiting');

const dueOf = (row: Row | undefined): DueOutboundCall | null =>
  row === undefined
    ? null
    : {
        id: row.id,
        to: row.to_number,
        purpose: row.purpose as OutboundPurpose,
        about: row.visit_id ?? row.call_id ?? '',
        visitId: row.visit_id,
        earlierCall: row.call_id,
        zone: row.zone ?? 'UTC',
        createdAt: row.created_at,
        rung: (JSON.parse(row.attempts) as OutboundAttempt[]).length,
      };

/** The call that is to be rung first; null when none is due at `now` (epoch ms). */
export const dueOutboundCall = async (scope: Scope, now: number): Promise<DueOutboundCall | null> =>
  dueOf(
    await waiting(scope).where('o.due_at', '<=', now).orderBy('o.due_at').orderBy('o.id').limit(1).executeTakeFirst(),
  );

/** The same of one call; null when it does not wait (any more). */
export const waitingOutboundCall = async (scope: Scope, id: string): Promise<DueOutboundCall | null> =>
  dueOf(await waiting(scope).where('o.id', '=', id).executeTakeFirst());

/** Does whoever has this number want no calls of ours? @param phone E.164 */
export const wantsNoCalls = async ({ db, businessId }: Scope, phone: string): Promise<boolean> =>
  (await db
    .selectFrom('do_not_call')
    .select('id')
    .where('business_id', '=', businessId)
    .where('phone', '=', phone)
    .executeTakeFirst()) !== undefined;

/** Attempts under way, when each was begun (epoch ms), and its call once it was answered: how that ended, null while it goes on. */
export const outboundUnderWay = async ({
  db,
  businessId,
}: Scope): Promise<
  { readonly attempt: string; readonly since: number; readonly talk: { readonly ended: string | null } | null }[]
> => {
  const found = await db
    .selectFrom('outbound_calls as o')
    .leftJoin('calls as c', (on) => on.onRef('c.business_id', '=', 'o.business_id').onRef('c.id', '=', 'o.attempt_id'))
    .select(['o.attempt_id', 'o.dialled_at', 'c.id as call_id', 'c.ended_at', 'c.outcome'])
    .where('o.business_id', '=', businessId)
    .where('o.attempt_id', 'is not', null)
    .execute();
  return found.map((row) => ({
    attempt: row.attempt_id ?? '',
    since: row.dialled_at ?? 0,
    talk: row.call_id === null ? null : { ended: row.ended_at === null ? null : (row.outcome ?? 'abandoned') },
  }));
};

/** Has whoever has this number rung us since? @param phone E.164; trunks tell it in several ways @param since epoch ms */
export const rangSince = async ({ db, businessId }: Scope, phone: string, since: number): Promise<boolean> =>
  (await db
    .selectFrom('calls')
    .select('id')
    .where('business_id', '=', businessId)
    .where('from_number', 'in', [phone, phone.replace(/^\+1/u, ''), phone.slice(1)])
    .where('started_at', '>=', since)
    .limit(1)
    .executeTakeFirst()) !== undefined;
