import { newId } from '#shared/ids.ts';
import type { Tx } from '../scope.ts';

export interface NewTask {
  readonly kind: 'call_back' | 'alert' | 'review';
  readonly callId: string | null;
  readonly reason: string;
  readonly text: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly urgency: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Puts a task on the office's list. @returns its id */
export const addTask = async (tx: Tx, task: NewTask): Promise<string> => {
  const now = tx.clock.now();
  const id = newId(now);
  await tx.db
    .insertInto('tasks')
    .values({
      business_id: tx.businessId,
      id,
      kind: task.kind,
      status: 'open',
      call_id: task.callId,
      job_id: null,
      reason: task.reason,
      text: task.text,
      name: task.name,
      phone: task.phone,
      urgency: task.urgency,
      facts: JSON.stringify(task.facts),
      created_at: now,
      closed_at: null,
    })
    .execute();
  return id;
};
