import type { HistoryEntry } from '#shared/api/customers.ts';
import { pageOf, placeOf, type Page, type PageRequest } from '../page.ts';
import type { Scope } from '../scope.ts';

export interface Subject {
  readonly kind: string;
  readonly id: string;
}

/** What happened to these subjects, newest first. */
export const readHistory = async (
  { db, businessId }: Scope,
  subjects: readonly Subject[],
  request: PageRequest,
): Promise<Page<HistoryEntry>> => {
  const kinds = [...new Set(subjects.map(({ kind }) => kind))];
  let query = db
    .selectFrom('events')
    .selectAll()
    .where('business_id', '=', businessId)
    .where((eb) =>
      eb.or(
        kinds.map((kind) =>
          eb.and([
            eb('subject_kind', '=', kind),
            eb(
              'subject_id',
              'in',
              subjects.filter((one) => one.kind === kind).map(({ id }) => id),
            ),
          ]),
        ),
      ),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(request.limit + 1);
  const from = placeOf(request);
  if (from !== null)
    query = query.where((eb) =>
      eb.or([eb('at', '<', from.at), eb.and([eb('at', '=', from.at), eb('id', '<', from.id)])]),
    );
  return pageOf(
    subjects.length === 0 ? [] : await query.execute(),
    request.limit,
    ({ at, id }) => ({ at, id }),
    (row) => ({
      id: row.id,
      at: row.at,
      subject: { kind: row.subject_kind, id: row.subject_id },
      kind: row.kind,
      actor: row.actor,
      reason: row.reason,
      body: JSON.parse(row.body) as Record<string, unknown>,
    }),
  );
};
