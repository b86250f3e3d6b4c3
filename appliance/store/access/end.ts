import type { Tx } from '../scope.ts';

type Held = 'sessions' | 'devices' | 'api_tokens';

/**
 * Ends one credential at once.
 * @param user only where it is this person's
 * @returns whether it was open
 */
export const endCredential = async (tx: Tx, held: Held, id: string, user?: string): Promise<boolean> => {
  let query = tx.db
    .updateTable(held)
    .set({ ended_at: tx.clock.now() })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('ended_at', 'is', null);
  if (user !== undefined) query = query.where('user_id', '=', user);
  return Number((await query.executeTakeFirst()).numUpdatedRows) === 1;
};

/**
 * Ends every session and device of a person, and the tokens they made.
 * @param kept a session that stays: the one they are in
 */
export const endCredentialsOf = async (tx: Tx, userId: string, kept: string | null = null): Promise<void> => {
  for (const held of ['sessions', 'devices', 'api_tokens'] as const) {
    let query = tx.db
      .updateTable(held)
      .set({ ended_at: tx.clock.now() })
      .where('business_id', '=', tx.businessId)
      .where('user_id', '=', userId)
      .where('ended_at', 'is', null);
    if (kept !== null) query = query.where('id', '!=', kept);
    await query.execute();
  }
};
