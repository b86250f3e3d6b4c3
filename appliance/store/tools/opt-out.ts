import { newId } from '#shared/ids.ts';
import { normalisePhone } from '#shop/phone.ts';
import { recordEvent } from '../jobs/event.ts';
import { withdraw } from '../outbox/withdraw.ts';
import type { Tool } from './tool.ts';

/** Puts a number on the list of those that we do not call, and takes back what waits to be called there, and what would be asked by text. */
export const optOutTool: Tool<'opt_out'> = {
  changes: true,
  async run(args, { tx, callId }) {
    const phone = normalisePhone(args.phone);
    if (phone === null) return { ok: false, error: 'failed' };
    const now = tx.clock.now();
    await tx.db
      .insertInto('do_not_call')
      .values({ business_id: tx.businessId, id: newId(now), phone, call_id: callId, at: now })
      .onConflict((conflict) => conflict.columns(['business_id', 'phone']).doNothing())
      .execute();
    const waiting = await tx.db
      .updateTable('outbound_calls')
      .set({ status: 'cancelled', closed_at: now })
      .where('business_id', '=', tx.businessId)
      .where('to_number', '=', phone)
      .where('status', '=', 'waiting')
      .returning('id')
      .execute();
    const texts = await tx.db
      .selectFrom('outbox')
      .select('id')
      .where('business_id', '=', tx.businessId)
      .where('recipient', '=', phone)
      .where('kind', 'in', ['survey.ask', 'survey.review'])
      .execute();
    await withdraw(
      tx,
      texts.map(({ id }) => id),
    );
    for (const { id } of waiting) {
      await recordEvent(tx, {
        subject: { kind: 'outbound_call', id },
        kind: 'outbound.cancelled',
        actor: 'caller',
        reason: 'wants no calls',
      });
    }
    return { ok: true, result: { cancelled: waiting.length } };
  },
};
