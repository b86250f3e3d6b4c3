import type { LineEvent } from '#shared/lines/change.ts';
import type { LineMode, LineSetting } from '#shared/lines/setting.ts';
import { pageOf, placeOf, type Page, type PageRequest } from '../page.ts';
import type { Scope } from '../scope.ts';

/** What is set for each line, by name; a change whose time is over stands as it was set. */
export const lineSettings = async ({ db, businessId }: Scope): Promise<readonly LineSetting[]> => {
  const rows = await db.selectFrom('lines').selectAll().where('business_id', '=', businessId).orderBy('name').execute();
  return rows.map((row) => ({
    line: row.name,
    mode: row.mode as LineMode,
    overflowSeconds: row.overflow_seconds,
    fallback: row.fallback,
    until: row.until_at,
    afterwards: row.then_mode as LineMode | null,
  }));
};

/** Which version of its setting each line has, by name. */
export const lineVersions = async ({ db, businessId }: Scope): Promise<ReadonlyMap<string, number>> => {
  const rows = await db.selectFrom('lines').select(['name', 'version']).where('business_id', '=', businessId).execute();
  return new Map(rows.map(({ name, version }) => [name, version]));
};

/** What an event of a line holds beside its reason. */
export type LineEventBody = Pick<LineEvent, 'via' | 'who' | 'before' | 'after'>;

/** Changes, newest first: of one line, or of all. */
export const lineHistory = async (
  { db, businessId }: Scope,
  request: PageRequest,
  line?: string,
): Promise<Page<LineEvent>> => {
  let query = db
    .selectFrom('events')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('subject_kind', '=', 'line')
    .where('kind', '=', 'line_changed')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(request.limit + 1);
  if (line !== undefined) query = query.where('subject_id', '=', line);
  const from = placeOf(request);
  if (from !== null)
    query = query.where((eb) =>
      eb.or([eb('at', '<', from.at), eb.and([eb('at', '=', from.at), eb('id', '<', from.id)])]),
    );
  const rows = await query.execute();
  return pageOf(
    rows,
    request.limit,
    ({ at, id }) => ({ at, id }),
    (row) => ({
      id: row.id,
      at: row.at,
      line: row.subject_id,
      reason: row.reason,
      ...(JSON.parse(row.body) as LineEventBody),
    }),
  );
};
