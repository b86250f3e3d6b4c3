import type { Role } from '#shared/access/permissions.ts';
import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import type { UserRow } from '../schema/access.ts';
import type { Scope, Tx } from '../scope.ts';
import { audit } from '../audit/write.ts';
import { refuseIfChanged } from '../changed-since.ts';
import { recordEvent } from '../jobs/event.ts';
import { endCredentialsOf } from './end.ts';

/** A person of the business, without anything they prove themselves by. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly createdAt: number;
  /** Nobody comes in by it from then on, epoch ms. */
  readonly endsAt: number | null;
  readonly disabledAt: number | null;
  readonly totp: boolean;
  readonly version: number;
}

const DAY_MS = 86_400_000;
/** An installer is there for the installation. */
const INSTALLER_DAYS = 14;

export const userOf = (row: UserRow): User => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role as Role,
  createdAt: row.created_at,
  endsAt: row.ends_at,
  disabledAt: row.disabled_at,
  totp: row.totp_confirmed_at !== null,
  version: row.version,
});

export const mayComeIn = (row: Pick<UserRow, 'disabled_at' | 'ends_at'>, now: number): boolean =>
  row.disabled_at === null && (row.ends_at === null || row.ends_at > now);

const rows = ({ db, businessId }: Scope) => db.selectFrom('users').selectAll().where('business_id', '=', businessId);

export const listUsers = async (scope: Scope): Promise<User[]> =>
  (await rows(scope).orderBy('created_at').orderBy('id').execute()).map(userOf);

export const userRow = async (scope: Scope, id: string): Promise<UserRow | null> =>
  (await rows(scope).where('id', '=', id).executeTakeFirst()) ?? null;

export const userRowByEmail = async (scope: Scope, email: string): Promise<UserRow | null> =>
  (await rows(scope).where('email', '=', email.trim().toLowerCase()).executeTakeFirst()) ?? null;

/** Whether the business has an owner: until then the first who claims it becomes one. */
export const hasOwner = async (scope: Scope): Promise<boolean> =>
  (await rows(scope).where('role', '=', 'owner').limit(1).executeTakeFirst()) !== undefined;

export const userUnknown = (): PilotError =>
  new PilotError('access.user_unknown', 'Nobody has this id.', { fix: 'Take the id from the list of users.' });

/**
 * @param person.password digested
 * @throws PilotError `access.email_taken`
 */
export const addUser = async (
  tx: Tx,
  person: { readonly name: string; readonly email: string; readonly role: Role; readonly password: string },
): Promise<User> => {
  const now = tx.clock.now();
  const email = person.email.trim().toLowerCase();
  if ((await userRowByEmail(tx, email)) !== null)
    throw new PilotError('access.email_taken', 'Somebody has this e-mail address already.', {
      fix: 'Take another address, or let them in again where they were shut out.',
    });
  const row: UserRow = {
    business_id: tx.businessId,
    id: newId(now),
    name: person.name.trim(),
    email,
    role: person.role,
    password: person.password,
    totp_sealed: null,
    totp_confirmed_at: null,
    totp_step: null,
    created_at: now,
    ends_at: person.role === 'installer' ? now + INSTALLER_DAYS * DAY_MS : null,
    disabled_at: null,
    version: 1,
  };
  await tx.db.insertInto('users').values(row).execute();
  return userOf(row);
};

export interface UserChange {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  /** True shuts them out at once, false lets them in again. */
  readonly disabled?: boolean | undefined;
}

/**
 * Changes a person. Who loses a role, or is shut out, loses every session and device with it.
 * @param version the version they were seen in; null: whichever it is
 * @throws PilotError `access.user_unknown`, `access.last_owner`; ChangedSince
 */
export const changeUser = async (
  tx: Tx,
  id: string,
  version: number | null,
  change: UserChange,
  actor: string,
): Promise<User> => {
  const now = tx.clock.now();
  const row = await userRow(tx, id);
  if (row === null) throw userUnknown();
  const subject = { kind: 'user', id };
  await refuseIfChanged(tx, { subject, expected: version, version: row.version, yours: { ...change } });
  const role = change.role ?? row.role;
  const after: UserRow = {
    ...row,
    name: change.name?.trim() ?? row.name,
    role,
    disabled_at: change.disabled === undefined ? row.disabled_at : change.disabled ? (row.disabled_at ?? now) : null,
    ends_at:
      role === row.role && change.disabled !== false
        ? row.ends_at
        : role === 'installer'
          ? now + INSTALLER_DAYS * DAY_MS
          : null,
    version: row.version + 1,
  };
  const loses = after.role !== row.role || after.disabled_at !== null;
  if (row.role === 'owner' && loses && !(await anotherOwner(tx, id)))
    throw new PilotError('access.last_owner', 'The business would be left without an owner.', {
      fix: 'Make somebody else an owner first.',
    });
  const { business_id: _, id: __, ...values } = after;
  await tx.db.updateTable('users').set(values).where('business_id', '=', tx.businessId).where('id', '=', id).execute();
  if (loses) await endCredentialsOf(tx, id);
  const body = { before: shownOf(row), after: shownOf(after) };
  await recordEvent(tx, { subject, kind: 'user_changed', actor, reason: '', body });
  const versions = { before: row.version, after: after.version };
  await audit(tx, { actor, act: 'user_changed', object: subject, versions });
  return userOf(after);
};

const shownOf = ({ name, role, disabled_at: at }: UserRow) => ({ name, role, disabled: at !== null });

const anotherOwner = async (tx: Tx, id: string): Promise<boolean> => {
  const others = await rows(tx).where('role', '=', 'owner').where('id', '!=', id).execute();
  return others.some((row) => mayComeIn(row, tx.clock.now()));
};
