import { TOKEN_NEVER, type Permission } from '#shared/access/permissions.ts';
import { digestOf, newToken } from '#shared/access/tokens.ts';
import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import { audit } from '../audit/write.ts';
import type { Scope, Tx } from '../scope.ts';
import type { Opened } from './session.ts';

export interface NewApiToken {
  readonly name: string;
  readonly scopes: readonly Permission[];
  /** Epoch ms; null: until it is revoked. */
  readonly endsAt: number | null;
}

/**
 * A token for a program, told once.
 * @param by who makes it: it may never do more than they may
 * @throws PilotError `access.scope_refused`
 */
export const makeToken = async (
  tx: Tx,
  wish: NewApiToken,
  by: { readonly actor: string; readonly userId: string | null; readonly permissions: ReadonlySet<Permission> },
): Promise<Opened> => {
  const refused = wish.scopes.filter((scope) => TOKEN_NEVER.has(scope) || !by.permissions.has(scope));
  if (refused.length > 0 || wish.scopes.length === 0)
    throw new PilotError(
      'access.scope_refused',
      refused.length > 0 ? `A token may not be given ${refused.join(', ')}.` : 'A token needs something it may do.',
      { fix: 'Name permissions that you hold; no token manages users, tokens or devices.' },
    );
  const now = tx.clock.now();
  if (wish.endsAt !== null && wish.endsAt <= now)
    throw new PilotError('access.end_past', 'The token would have ended already.', { fix: 'Give an instant to come.' });
  const token = newToken('token');
  const id = newId(now);
  await tx.db
    .insertInto('api_tokens')
    .values({
      business_id: tx.businessId,
      id,
      user_id: by.userId,
      name: wish.name.trim(),
      digest: digestOf(token),
      scopes: JSON.stringify([...new Set(wish.scopes)]),
      created_at: now,
      seen_at: null,
      ends_at: wish.endsAt,
      ended_at: null,
    })
    .execute();
  await audit(tx, { actor: by.actor, act: 'token_made', object: { kind: 'token', id } });
  return { token, id, endsAt: wish.endsAt };
};

/** Tokens that still open something, newest first. */
export const openTokens = async ({ db, businessId }: Scope, now: number) => {
  const rows = await db
    .selectFrom('api_tokens')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('ended_at', 'is', null)
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', now)]))
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    userId: row.user_id,
    scopes: JSON.parse(row.scopes) as string[],
    createdAt: row.created_at,
    seenAt: row.seen_at,
    endsAt: row.ends_at,
  }));
};
