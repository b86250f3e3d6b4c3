import { normalisePhone } from '#shop/phone.ts';
import type { Tx } from '../scope.ts';
import { recordEvent } from '../jobs/event.ts';
import type { Tool } from './tool.ts';

/** What an earlier call did is done for this one as well: the same intent gives the stored outcome. */
const CARRIED = [
  'book_visit',
  'alert_oncall',
  'reschedule_visit',
  'cancel_visit',
  'confirm_visit',
  'hold_window',
  'offer_add_on',
  'answer_add_on',
];
/** Tasks that asked for nothing but to ring this caller back. */
const CALL_BACKS = ['abandoned', 'cut_off'];

const numberOf = async (tx: Tx, callId: string): Promise<string | null> =>
  (
    await tx.db
      .selectFrom('calls')
      .select(['direction', 'from_number', 'to_number'])
      .where('business_id', '=', tx.businessId)
      .where('id', '=', callId)
      .execute()
  )
    .map((row) => (row.direction === 'out' ? row.to_number : row.from_number))
    .map((number) => normalisePhone(number) ?? number)[0] ?? null;

export const resumeCallTool: Tool<'resume_call'> = {
  changes: true,
  async run({ call: earlier }, { tx, callId }) {
    const { businessId } = tx;
    const number = await numberOf(tx, callId);
    if (number === null || number === '' || number !== (await numberOf(tx, earlier)))
      return { ok: false, error: 'not_found' };
    const now = tx.clock.now();
    const done = await tx.db
      .selectFrom('tool_journal')
      .selectAll()
      .where('business_id', '=', businessId)
      .where('call_id', '=', earlier)
      .where('name', 'in', CARRIED)
      .execute();
    for (const row of done) {
      await tx.db
        .insertInto('tool_journal')
        .values({ ...row, call_id: callId })
        .onConflict((conflict) => conflict.columns(['business_id', 'call_id', 'key']).doNothing())
        .execute();
    }
    const tasks = await tx.db
      .selectFrom('tasks')
      .select('id')
      .where('business_id', '=', businessId)
      .where('call_id', '=', earlier)
      .where('kind', '=', 'call_back')
      .where('status', '=', 'open')
      .where('reason', 'in', CALL_BACKS)
      .execute();
    for (const { id } of tasks) {
      await tx.db
        .updateTable('tasks')
        .set({ status: 'done', closed_at: now })
        .where('business_id', '=', businessId)
        .where('id', '=', id)
        .execute();
      await recordEvent(tx, {
        subject: { kind: 'task', id },
        kind: 'task.closed',
        actor: 'caller',
        reason: 'rang back and went on',
        body: { callId },
      });
    }
    await tx.db
      .insertInto('resumed_calls')
      .values({ business_id: businessId, call_id: callId, earlier_call_id: earlier, at: now })
      .onConflict((conflict) => conflict.columns(['business_id', 'call_id']).doNothing())
      .execute();
    return { ok: true, result: { closed: tasks.length } };
  },
};
