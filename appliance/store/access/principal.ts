import { isPermission, ROLE_PERMISSIONS, STEP_UP, type Permission, type Role } from '#shared/access/permissions.ts';
import type { Principal } from '#shared/access/principal.ts';
import { digestOf, kindOfToken } from '#shared/access/tokens.ts';
import type { Scope } from '../scope.ts';
import { mayComeIn, userRow } from './users.ts';

/** A session that nobody used for so long is over, ms. */
export const IDLE_MS = 7 * 86_400_000;

/**
 * Whose token this is, and what they may do now; null for one that is unknown, ended, too old, or whose person was shut out. Nothing
 * of another business is ever found.
 * @param now epoch ms
 */
export const findPrincipal = async (scope: Scope, token: string, now: number): Promise<Principal | null> => {
  switch (kindOfToken(token)) {
    case 'session':
      return bySession(scope, digestOf(token), now);
    case 'token':
      return byToken(scope, digestOf(token), now);
    case 'device':
      return byDevice(scope, digestOf(token), now);
    case null:
      return null;
  }
};

const person = async (scope: Scope, id: string, now: number) => {
  const row = await userRow(scope, id);
  return row === null || !mayComeIn(row, now) ? null : { ...row, role: row.role as Role };
};

const bySession = async (scope: Scope, digest: string, now: number): Promise<Principal | null> => {
  const { db, businessId } = scope;
  const row = await db
    .selectFrom('sessions')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (row === undefined || row.ended_at !== null || row.ends_at <= now || row.seen_at + IDLE_MS <= now) return null;
  const user = await person(scope, row.user_id, now);
  return user === null
    ? null
    : {
        kind: 'user',
        id: user.id,
        name: user.name,
        businessId,
        role: user.role,
        permissions: ROLE_PERMISSIONS[user.role],
        credential: {
          id: row.id,
          endsAt: least(row.ends_at, user.ends_at),
          seenAt: row.seen_at,
          provenAt: row.proven_at,
        },
      };
};

const byToken = async (scope: Scope, digest: string, now: number): Promise<Principal | null> => {
  const { db, businessId } = scope;
  const row = await db
    .selectFrom('api_tokens')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (row === undefined || row.ended_at !== null || (row.ends_at !== null && row.ends_at <= now)) return null;
  // A token may never do more than who made it may by now.
  const maker = row.user_id === null ? null : await person(scope, row.user_id, now);
  if (row.user_id !== null && maker === null) return null;
  const allowed = (permission: Permission): boolean => maker === null || ROLE_PERMISSIONS[maker.role].has(permission);
  const scopes = (JSON.parse(row.scopes) as string[]).filter(isPermission);
  return {
    kind: 'token',
    id: row.id,
    name: row.name,
    businessId,
    role: null,
    permissions: new Set(scopes.filter(allowed)),
    credential: { id: row.id, endsAt: least(row.ends_at, maker?.ends_at ?? null), seenAt: row.seen_at, provenAt: null },
  };
};

const byDevice = async (scope: Scope, digest: string, now: number): Promise<Principal | null> => {
  const { db, businessId } = scope;
  const row = await db
    .selectFrom('devices')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (row === undefined || row.ended_at !== null) return null;
  const user = await person(scope, row.user_id, now);
  return user === null
    ? null
    : {
        kind: 'device',
        id: row.id,
        name: `${user.name}, ${row.name}`,
        businessId,
        role: user.role,
        // What wants a fresh proof wants a person who can give one: no pocket does these.
        permissions: new Set([...ROLE_PERMISSIONS[user.role]].filter((permission) => !STEP_UP.has(permission))),
        credential: { id: row.id, endsAt: user.ends_at, seenAt: row.seen_at, provenAt: null },
      };
};

const least = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other);
