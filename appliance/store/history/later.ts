import { ChangedSince } from '#shared/api/changed-since.ts';
import type { Scope, Tx } from '../scope.ts';
import type { Changeable, Row } from './fields.ts';

/** What an event of a change holds: the changed fields alone. What was just made has no `before`, what was taken away no `after`. */
export interface ChangeBody {
  /** Of the row, after the change. */
  readonly version: number;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/** What was changed in a row after it had this version, newest first. @param subject whose history its changes belong to */
export const laterChanges = async (
  { db, businessId }: Scope,
  type: Pick<Changeable<unknown>, 'kind'>,
  id: string,
  subject: { readonly kind: string; readonly id: string },
  version: number,
): Promise<readonly { readonly actor: string; readonly at: number; readonly body: ChangeBody }[]> => {
  const events = await db
    .selectFrom('events')
    .select(['actor', 'at', 'body'])
    .where('business_id', '=', businessId)
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .where('kind', '=', `${type.kind}.changed`)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
  return events
    .map(({ actor, at, body }) => ({ actor, at, body: JSON.parse(body) as ChangeBody & Row }))
    .filter(({ body }) => body.version > version && (body[type.kind] ?? subject.id) === id)
    .toSorted((a, b) => b.body.version - a.body.version);
};

/** Who came first, and what they changed of what this one wants to change. */
export const changedSince = async <Patch extends object>(
  tx: Tx,
  type: Changeable<Patch>,
  { id, expected, patch }: { readonly id: string; readonly expected: number; readonly patch: Patch },
  subject: { readonly kind: string; readonly id: string },
): Promise<ChangedSince> => {
  const later = await laterChanges(tx, type, id, subject, expected);
  const fields: Record<string, { yours?: unknown; now: unknown }> = {};
  for (const { body } of later.toReversed())
    for (const [name, now] of Object.entries(body.after)) {
      const yours = (patch as Row)[name];
      fields[name] = { ...(yours === undefined ? {} : { yours }), now };
    }
  return new ChangedSince({ by: later[0]?.actor ?? '', at: later[0]?.at ?? 0, fields });
};
