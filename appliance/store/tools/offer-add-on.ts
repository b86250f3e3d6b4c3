import { newId } from '#shared/ids.ts';
import { addOnPrice, type AddOnPrice } from '../sales/price.ts';
import { daysBefore, hasComplained, wantsAlready, wasOffered, type Asked } from '../sales/rest.ts';
import type { Tx } from '../scope.ts';
import type { Tool } from './tool.ts';

/** The first that has a price and is not wanted already. */
const firstFor = async (tx: Tx, who: Asked, codes: readonly string[]): Promise<AddOnPrice | null> => {
  for (const code of codes) {
    const price = await addOnPrice(tx, code);
    if (price !== null && !(await wantsAlready(tx, who, price))) return price;
  }
  return null;
};

/** Writes the offer down with its price before anything is spoken of it: a caller who hangs up in the middle was asked. */
export const offerAddOnTool: Tool<'offer_add_on'> = {
  changes: true,
  async run({ jobId, codes, restDays }, { tx, callId }) {
    const job = await tx.db
      .selectFrom('jobs')
      .select(['customer_id', 'contact_phone'])
      .where('business_id', '=', tx.businessId)
      .where('id', '=', jobId)
      .executeTakeFirst();
    if (job === undefined) return { ok: false, error: 'not_found' };
    const now = tx.clock.now();
    const who = { customerId: job.customer_id, phone: job.contact_phone };
    if (await wasOffered(tx, who, restDays, now)) return { ok: true, result: { offer: null } };
    if (await hasComplained(tx, who, daysBefore(now, restDays))) return { ok: true, result: { offer: null } };
    const found = await firstFor(tx, who, codes);
    if (found === null) return { ok: true, result: { offer: null } };
    const { membership, ...offer } = found;
    const id = newId(now);
    await tx.db
      .insertInto('add_on_offers')
      .values({
        business_id: tx.businessId,
        id,
        call_id: callId,
        job_id: jobId,
        customer_id: job.customer_id,
        phone: job.contact_phone,
        code: offer.code,
        name: offer.name,
        price_cents: offer.price.cents,
        spoken_price_cents: offer.spokenPrice.cents,
        is_from: offer.from ? 1 : 0,
        per: offer.per,
        membership: membership ? 1 : 0,
        currency: offer.price.currency,
        asked_at: now,
        answer: null,
        answered_at: null,
        evidence_utterance: null,
        evidence_ms: null,
      })
      .execute();
    return { ok: true, result: { offer: { id, ...offer } } };
  },
};
