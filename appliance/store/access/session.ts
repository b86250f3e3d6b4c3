import { newToken, digestOf } from '#shared/access/tokens.ts';
import { newId } from '#shared/ids.ts';
import type { Scope, Tx } from '../scope.ts';
import { IDLE_MS } from './principal.ts';

/** A session ends after so long, however much it is used. */
const LONGEST_MS = 30 * 86_400_000;
/** When it was used last is written down this often at most, ms. */
export const SEEN_EVERY_MS = 300_000;

/** From where somebody comes: personal. */
export interface Visitor {
  /** IP address; null on the box itself. */
  readonly address: string | null;
  /** What the browser calls itself. */
  readonly agent: string;
}

/** A token told once, and what it opens. */
export interface Opened {
  readonly token: string;
  readonly id: string;
  readonly endsAt: number | null;
}

/** Somebody has proven who they are: they may stay. */
export const openSession = async (tx: Tx, userId: string, visitor: Visitor): Promise<Opened> => {
  const now = tx.clock.now();
  const token = newToken('session');
  const id = newId(now);
  const endsAt = now + LONGEST_MS;
  await tx.db
    .insertInto('sessions')
    .values({
      business_id: tx.businessId,
      id,
      user_id: userId,
      digest: digestOf(token),
      address: visitor.address ?? '',
      agent: visitor.agent.slice(0, 200),
      created_at: now,
      seen_at: now,
      ends_at: endsAt,
      proven_at: now,
      ended_at: null,
    })
    .execute();
  return { token, id, endsAt };
};

/** Its person gave password or code once more. */
export const proveSession = async (tx: Tx, id: string): Promise<void> => {
  await tx.db
    .updateTable('sessions')
    .set({ proven_at: tx.clock.now() })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .execute();
};

/** It was used just now. */
export const touch = async (tx: Tx, held: 'sessions' | 'devices' | 'api_tokens', id: string): Promise<void> => {
  await tx.db
    .updateTable(held)
    .set({ seen_at: tx.clock.now() })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .execute();
};

/** Sessions that are open, the one used last first: of one person, or of all. */
export const openSessions = async ({ db, businessId }: Scope, now: number, userId?: string) => {
  let query = db
    .selectFrom('sessions')
    .select(['id', 'user_id', 'address', 'agent', 'created_at', 'seen_at', 'ends_at'])
    .where('business_id', '=', businessId)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', now)
    .where('seen_at', '>', now - IDLE_MS)
    .orderBy('seen_at', 'desc');
  if (userId !== undefined) query = query.where('user_id', '=', userId);
  return (await query.execute()).map((row) => ({
    id: row.id,
    userId: row.user_id,
    address: row.address,
    agent: row.agent,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    endsAt: row.ends_at,
  }));
};
