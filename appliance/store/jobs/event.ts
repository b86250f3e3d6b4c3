import { newId } from '#shared/ids.ts';
import type { Tx } from '../scope.ts';

export interface OfficeEvent {
  readonly subject: { readonly kind: string; readonly id: string };
  readonly kind: string;
  readonly actor: 'caller' | 'model' | 'optimiser' | 'person' | 'system';
  readonly reason: string;
  readonly body?: unknown;
}

/** Appends to the history of a job, visit, task or call. Nothing ever changes or removes such a row. */
export const recordEvent = async (tx: Tx, event: OfficeEvent): Promise<void> => {
  const at = tx.clock.now();
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
