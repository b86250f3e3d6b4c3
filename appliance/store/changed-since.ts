import { ChangedSince, type Changed } from '#shared/api/changed-since.ts';
import type { Scope } from './scope.ts';

/** What an event holds that raised the version of its record by one. */
interface ChangeBody {
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

interface ChangeEvent extends ChangeBody {
  readonly by: string;
  readonly at: number;
}

/** The record somebody wants to change, and what they wish. */
export interface WishedChange {
  readonly subject: { readonly kind: string; readonly id: string };
  /** The version they read; null: whatever it is by now. */
  readonly expected: number | null;
  /** The version it has. */
  readonly version: number;
  /** Fields as they want them, by the names that events have. */
  readonly yours: Readonly<Record<string, unknown>>;
}

/** Events that are looked through for changes. */
const LOOKED_THROUGH = 200;

const isChange = (body: unknown): body is ChangeBody =>
  typeof body === 'object' && body !== null && 'before' in body && 'after' in body;

const changesOf = async ({ db, businessId }: Scope, { kind, id }: WishedChange['subject']): Promise<ChangeEvent[]> => {
  const rows = await db
    .selectFrom('events')
    .select(['actor', 'at', 'body'])
    .where('business_id', '=', businessId)
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(LOOKED_THROUGH)
    .execute();
  return rows.flatMap(({ actor, at, body }) => {
    const told: unknown = JSON.parse(body);
    return isChange(told) ? [{ ...told, by: actor, at }] : [];
  });
};

/** @param changes newest first */
const differenceOf = (changes: readonly ChangeEvent[], yours: WishedChange['yours']): Changed['fields'] => {
  const fields: Changed['fields'] = {};
  for (const { before, after } of changes.toReversed())
    for (const name of Object.keys(after)) {
      if (JSON.stringify(before[name]) === JSON.stringify(after[name])) continue;
      fields[name] = { ...(name in yours ? { yours: yours[name] } : {}), now: after[name] };
    }
  return fields;
};

/**
 * Refuses a change to a version that is not the newest. Call it in the transaction, before anything is written.
 * @throws ChangedSince who changed the record since, and what
 */
export const refuseIfChanged = async (scope: Scope, wished: WishedChange): Promise<void> => {
  const { expected, subject, version, yours } = wished;
  if (expected === null || expected === version) return;
  const changes = (await changesOf(scope, subject)).slice(0, Math.max(1, version - expected));
  const [last] = changes;
  throw new ChangedSince({ by: last?.by ?? '', at: last?.at ?? 0, fields: differenceOf(changes, yours) });
};
