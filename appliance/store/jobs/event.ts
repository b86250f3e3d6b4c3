import { newId } from '#shared/ids.ts';
import type { Tx } from '../scope.ts';

export interface OfficeEvent {
  readonly subject: { readonly kind: string; readonly id: string };
  readonly kind: string;
  /** `caller`, `model`, `optimiser`, `person`, `system`, or a principal as `actorOf` names it. */
  readonly actor: string;
  readonly reason: string;
  readonly body?: unknown;
}

/** Appends to the history of a job, visit, task, call or customer. Nothing ever changes or removes such a row, but that the person is taken out of it. */
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
