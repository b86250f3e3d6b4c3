import type { ConsentRecord, NewConsent } from '#shared/api/customers.ts';
import { newId } from '#shared/ids.ts';
import { recordEvent } from '../jobs/event.ts';
import type { Scope, Tx } from '../scope.ts';
import { requireLive } from './live.ts';

/**
 * Writes down what a customer agreed to or takes back. Who wants no calls any more is on the list of those we do not call; a later
 * yes takes nobody off it, for a number may be another's too.
 * @returns the entry's id
 * @throws PilotError `record.unknown`, `customer.gone`
 */
export const addConsent = async (tx: Tx, customerId: string, consent: NewConsent, actor: string): Promise<string> => {
  await requireLive(tx, customerId);
  const now = tx.clock.now();
  const id = newId(now);
  const { channel, kind, given, evidence } = consent;
  await tx.db
    .insertInto('consents')
    .values({
      business_id: tx.businessId,
      id,
      customer_id: customerId,
      channel,
      kind,
      given: given ? 1 : 0,
      evidence,
      actor,
      at: now,
    })
    .execute();
  await recordEvent(tx, {
    subject: { kind: 'customer', id: customerId },
    kind: given ? 'consent.given' : 'consent.withdrawn',
    actor,
    reason: '',
    body: { consent: id, channel, kind },
  });
  if (!given && channel === 'call') await callNoMore(tx, customerId, now);
  return id;
};

const callNoMore = async (tx: Tx, customerId: string, at: number): Promise<void> => {
  const phones = await tx.db
    .selectFrom('contacts')
    .select('value')
    .where('business_id', '=', tx.businessId)
    .where('customer_id', '=', customerId)
    .where('kind', '=', 'phone')
    .execute();
  for (const { value } of phones)
    await tx.db
      .insertInto('do_not_call')
      .values({ business_id: tx.businessId, id: newId(at), phone: value, call_id: null, at })
      .onConflict((conflict) => conflict.columns(['business_id', 'phone']).doNothing())
      .execute();
};

/** What a customer agreed to or took back, newest first; with `now` only what holds: the newest of each channel and kind. */
export const readConsents = async (
  { db, businessId }: Scope,
  customerId: string,
  which: 'all' | 'now',
): Promise<ConsentRecord[]> => {
  const rows = await db
    .selectFrom('consents')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('customer_id', '=', customerId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const of = `${row.channel}/${row.kind}`;
    if (which === 'now' && seen.has(of)) return [];
    seen.add(of);
    return [
      {
        id: row.id,
        channel: row.channel as ConsentRecord['channel'],
        kind: row.kind as ConsentRecord['kind'],
        given: row.given === 1,
        evidence: row.evidence,
        actor: row.actor,
        at: row.at,
      },
    ];
  });
};
