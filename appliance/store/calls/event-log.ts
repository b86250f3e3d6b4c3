import type { Scope, Tx } from '../scope.ts';

export interface StoredEvent {
  readonly seq: number;
  /** Epoch ms, by voice's clock. */
  readonly at: number;
  readonly body: unknown;
}

const place = (businessId: string, callId: string, seq: number): readonly string[] => [
  'call_events',
  'body',
  businessId,
  callId,
  String(seq),
];

/**
 * Appends one event of the call. The body is sealed, for it holds every word that was said.
 * @returns false when this seq is stored already: the event came again and its effect is there
 */
export const appendEvent = async (tx: Tx, callId: string, event: StoredEvent): Promise<boolean> => {
  const result = await tx.db
    .insertInto('call_events')
    .values({
      business_id: tx.businessId,
      call_id: callId,
      seq: event.seq,
      at: event.at,
      body: tx.seal.seal(JSON.stringify(event.body), place(tx.businessId, callId, event.seq)),
    })
    .onConflict((conflict) => conflict.columns(['business_id', 'call_id', 'seq']).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
};

/** Puts another body in place of a stored event's, which must not be kept as it is. */
export const rewriteEvent = async (tx: Tx, callId: string, { seq, body }: StoredEvent): Promise<void> => {
  await tx.db
    .updateTable('call_events')
    .set({ body: tx.seal.seal(JSON.stringify(body), place(tx.businessId, callId, seq)) })
    .where('business_id', '=', tx.businessId)
    .where('call_id', '=', callId)
    .where('seq', '=', seq)
    .execute();
};

/** Every event of the call in order, opened, for replay. */
export const readEvents = async ({ db, businessId, seal }: Scope, callId: string): Promise<readonly StoredEvent[]> => {
  const rows = await db
    .selectFrom('call_events')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('call_id', '=', callId)
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at,
    body: JSON.parse(seal.open(row.body, place(businessId, callId, row.seq))) as unknown,
  }));
};
