import type { Role } from '#shared/access/permissions.ts';
import { digestOf, newCode, plainCode } from '#shared/access/tokens.ts';
import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import { audit } from '../audit/write.ts';
import type { InviteRow } from '../schema/access.ts';
import type { Scope, Tx } from '../scope.ts';
import { beginTry, endTry } from './attempts.ts';
import { checkedPassword, type Transact } from './log-in.ts';
import { newRecoveryCodes } from './recovery.ts';
import { openSession, type Opened, type Visitor } from './session.ts';
import { addUser, hasOwner, userRowByEmail, type User } from './users.ts';

const DAY_MS = 86_400_000;
const INVITE_DAYS = 7;

const ownedAlready = (): PilotError =>
  new PilotError('access.claimed', 'This box has an owner already.', {
    fix: 'Ask the owner for an invitation; an owner who is locked out uses the recovery sheet.',
  });

/** A code for somebody who is to become a user, told once. */
export interface NewInvite {
  readonly id: string;
  readonly code: string;
  readonly endsAt: number;
}

const add = async (
  tx: Tx,
  invite: Pick<InviteRow, 'kind' | 'name' | 'email' | 'role'>,
  lastsMs: number,
): Promise<NewInvite> => {
  const now = tx.clock.now();
  const code = newCode(16);
  const id = newId(now);
  const endsAt = now + lastsMs;
  await tx.db
    .insertInto('invites')
    .values({
      business_id: tx.businessId,
      id,
      ...invite,
      digest: digestOf(plainCode(code)),
      created_at: now,
      ends_at: endsAt,
      used_at: null,
    })
    .execute();
  return { id, code, endsAt };
};

/**
 * The code that makes its owner of a business that has none; a code before it is void.
 * @throws PilotError `access.claimed`
 */
export const newClaimCode = async (tx: Tx): Promise<NewInvite> => {
  if (await hasOwner(tx)) throw ownedAlready();
  await tx.db
    .deleteFrom('invites')
    .where('business_id', '=', tx.businessId)
    .where('kind', '=', 'claim')
    .where('used_at', 'is', null)
    .execute();
  return add(tx, { kind: 'claim', name: '', email: '', role: 'owner' }, DAY_MS);
};

/** @throws PilotError `access.email_taken` */
export const invite = async (
  tx: Tx,
  person: { readonly name: string; readonly email: string; readonly role: Role },
  actor: string,
): Promise<NewInvite> => {
  const email = person.email.trim().toLowerCase();
  if ((await userRowByEmail(tx, email)) !== null)
    throw new PilotError('access.email_taken', 'Somebody has this e-mail address already.', {
      fix: 'Take another address, or let them in again where they were shut out.',
    });
  const made = await add(
    tx,
    { kind: 'invite', name: person.name.trim(), email, role: person.role },
    INVITE_DAYS * DAY_MS,
  );
  await audit(tx, { actor, act: 'invited', object: { kind: 'invite', id: made.id } });
  return made;
};

export interface OpenInvite {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly createdAt: number;
  readonly endsAt: number;
}

/** Invitations that wait. */
export const openInvites = async ({ db, businessId }: Scope, now: number): Promise<OpenInvite[]> => {
  const rows = await db
    .selectFrom('invites')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('kind', '=', 'invite')
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role as Role,
    createdAt: row.created_at,
    endsAt: row.ends_at,
  }));
};

/** Takes an invitation back. @returns whether it waited */
export const withdrawInvite = async (tx: Tx, id: string): Promise<boolean> => {
  const gone = await tx.db
    .deleteFrom('invites')
    .where('business_id', '=', tx.businessId)
    .where('kind', '=', 'invite')
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return Number(gone.numDeletedRows) === 1;
};

/** How somebody came in for the first time. */
export interface Joined {
  readonly user: User;
  readonly session: Opened;
  /** The sheet, told once. */
  readonly recoveryCodes: readonly string[];
}

/**
 * Makes a user of who gives a code: of a claim the owner, of an invitation whoever it is for.
 * @param given.name, given.email needed with a claim; an invitation says them
 * @throws PilotError `access.code_unknown`, `access.throttled`, `access.password_weak`, `access.claimed`, `access.name_needed`
 */
export const join = async (
  transact: Transact,
  kind: 'claim' | 'invite',
  given: {
    readonly code: string;
    readonly name?: string | undefined;
    readonly email?: string | undefined;
    readonly password: string;
  },
  visitor: Visitor,
): Promise<Joined> => {
  const digest = digestOf(plainCode(given.code));
  const attempt = { account: null, address: visitor.address };
  const found = await transact(async (tx) => {
    await beginTry(tx, attempt);
    return waiting(tx, kind, digest);
  });
  if (found === null) throw codeUnknown(kind);
  const name = kind === 'claim' ? (given.name ?? '') : (given.name ?? found.name);
  const email = kind === 'claim' ? (given.email ?? '') : found.email;
  if (name.trim() === '' || email.trim() === '')
    throw new PilotError('access.name_needed', 'A name and an e-mail address are needed.', { fix: 'Give both.' });
  const password = await checkedPassword(given.password, [name, email]);
  return transact(async (tx) => {
    const row = await waiting(tx, kind, digest);
    if (row === null) throw codeUnknown(kind);
    if (kind === 'claim' && (await hasOwner(tx))) throw ownedAlready();
    await tx.db
      .updateTable('invites')
      .set({ used_at: tx.clock.now() })
      .where('business_id', '=', tx.businessId)
      .where('id', '=', row.id)
      .execute();
    await endTry(tx, attempt);
    const user = await addUser(tx, { name, email, role: row.role as Role, password });
    const recoveryCodes = await newRecoveryCodes(tx, user.id);
    const session = await openSession(tx, user.id, visitor);
    const act = kind === 'claim' ? 'box_claimed' : 'joined';
    await audit(tx, { actor: `user:${user.id}`, act, object: { kind: 'user', id: user.id } });
    return { user, session, recoveryCodes };
  });
};

const waiting = async (tx: Tx, kind: string, digest: string): Promise<InviteRow | null> =>
  (await tx.db
    .selectFrom('invites')
    .selectAll()
    .where('business_id', '=', tx.businessId)
    .where('kind', '=', kind)
    .where('digest', '=', digest)
    .where('used_at', 'is', null)
    .where('ends_at', '>', tx.clock.now())
    .executeTakeFirst()) ?? null;

const codeUnknown = (kind: 'claim' | 'invite'): PilotError =>
  new PilotError('access.code_unknown', 'This code opens nothing: it is mistyped, used or too old.', {
    fix: kind === 'claim' ? 'Run pilot claim on the box for a new one.' : 'Ask the owner for a new invitation.',
  });
