import { newId } from '#shared/ids.ts';
import { SEARCH_KINDS, type SearchKind } from '#shared/api/search.ts';
import type { Tx } from '../scope.ts';
import { indexSubject } from '../search/index-subject.ts';

export interface OfficeEvent {
  readonly subject: { readonly kind: string; readonly id: string };
  readonly kind: string;
  /** `caller`, `model`, `optimiser`, `person`, `system`, or a principal as `actorOf` names it. */
  readonly actor: string;
  readonly reason: string;
  readonly body?: unknown;
}

const isFound = (kind: string): kind is SearchKind => (SEARCH_KINDS as readonly string[]).includes(kind);

/** Appends to the history of a job, visit, task, call or customer. Nothing ever changes or removes such a row, but that the person is taken out of it. */
export const recordEvent = async (tx: Tx, event: OfficeEvent): Promise<void> => {
  const at = tx.clock.now();
  const { kind, id } = event.subject;
  if (isFound(kind)) indexSubject(tx, kind, id);
  await tx.db
    .insertInto('events')
    .values({
      business_id: tx.businessId,
      id: newId(at),
      subject_kind: event.subject.kind,
      subject_id: event.subject.id,
      kind: event.kind,
      actor: event.actor,
      reason: event.reason,
      body: JSON.stringify(event.body ?? {}),
      at,
    })
    .execute();
};
