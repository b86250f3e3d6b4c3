import { digestPassword, isPassword } from '#shared/access/passwords.ts';
import { passwordFault } from '#shared/access/password-rule.ts';
import { PilotError } from '#shared/errors.ts';
import { audit } from '../audit/write.ts';
import type { UserRow } from '../schema/access.ts';
import type { Tx } from '../scope.ts';
import { beginTry, endTry } from './attempts.ts';
import { endCredentialsOf } from './end.ts';
import { useRecoveryCode } from './recovery.ts';
import { passesSecondFactor } from './second-factor.ts';
import { openSession, proveSession, type Opened, type Visitor } from './session.ts';
import { mayComeIn, userOf, userRow, userRowByEmail, userUnknown, type User } from './users.ts';

/** Runs one transaction of the business; comparing a password is done between two, for it takes its time. */
export type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

export const denied = (): PilotError =>
  new PilotError('access.denied', 'Address, password or code is not right.', {
    fix: 'Type them again; who has lost the password uses a code of the recovery sheet.',
  });

const codeNeeded = (): PilotError =>
  new PilotError('access.code_needed', 'The code of the authenticator is needed too.', {
    fix: 'Type the six digits it shows, or a code of the recovery sheet.',
  });

/** @throws PilotError `access.password_weak` */
export const checkedPassword = async (password: string, about: readonly string[]): Promise<string> => {
  const fault = passwordFault(password, about);
  if (fault !== null)
    throw new PilotError('access.password_weak', fault, { fix: 'Take a longer one that nobody would think of.' });
  return digestPassword(password);
};

const failed = (tx: Tx, user: UserRow | null): Promise<void> =>
  audit(tx, { actor: 'nobody', act: 'log_in_refused', object: { kind: 'user', id: user?.id ?? 'unknown' } });

/**
 * Lets a person in who gives address, password and, with an authenticator, its code. How long a refusal takes does not tell whether there
 * is such a person.
 * @throws PilotError `access.denied`, `access.code_needed`, `access.throttled`
 */
export const logIn = async (
  transact: Transact,
  given: { readonly email: string; readonly password: string; readonly code: string | null },
  visitor: Visitor,
): Promise<{ user: User; session: Opened }> => {
  const attempt = { account: given.email, address: visitor.address };
  const known = await transact(async (tx) => {
    await beginTry(tx, attempt);
    return userRowByEmail(tx, given.email);
  });
  const right = await isPassword(given.password, known?.password ?? null);
  const outcome = await transact(async (tx) => {
    // Between the two somebody may have shut them out, or changed the password.
    const user = known === null ? null : await userRow(tx, known.id);
    if (!right || user === null || user.password !== known?.password || !mayComeIn(user, tx.clock.now())) {
      await failed(tx, user);
      return denied();
    }
    if (user.totp_confirmed_at !== null && given.code === null) {
      // The password was right: asking for the code is no wrong try.
      await endTry(tx, attempt);
      return codeNeeded();
    }
    if (!(await passesSecondFactor(tx, user, given.code ?? ''))) {
      await failed(tx, user);
      return denied();
    }
    await endTry(tx, attempt);
    const session = await openSession(tx, user.id, visitor);
    await audit(tx, { actor: `user:${user.id}`, act: 'logged_in', object: { kind: 'session', id: session.id } });
    return { user: userOf(user), session };
  });
  if (outcome instanceof PilotError) throw outcome;
  return outcome;
};

/**
 * A person gives the password once more, so that what weighs much may be done for a while; with an authenticator, its code does as well.
 * @throws PilotError `access.denied`, `access.throttled`
 */
export const prove = async (
  transact: Transact,
  of: { readonly userId: string; readonly sessionId: string },
  given: { readonly password?: string | undefined; readonly code?: string | undefined },
  visitor: Visitor,
): Promise<void> => {
  const { attempt, user } = await transact(async (tx) => {
    const row = await userRow(tx, of.userId);
    if (row === null) throw userUnknown();
    const made = { account: row.email, address: visitor.address };
    await beginTry(tx, made);
    return { attempt: made, user: row };
  });
  const byPassword = given.password !== undefined && (await isPassword(given.password, user.password));
  const proven = await transact(async (tx) => {
    const byCode =
      given.code !== undefined && user.totp_confirmed_at !== null && (await passesSecondFactor(tx, user, given.code));
    const actor = `user:${user.id}`;
    const object = { kind: 'session', id: of.sessionId };
    if (!byPassword && !byCode) {
      await audit(tx, { actor, act: 'proof_refused', object });
      return false;
    }
    await endTry(tx, attempt);
    await proveSession(tx, of.sessionId);
    await audit(tx, { actor, act: 'proven', object });
    return true;
  });
  if (!proven) throw denied();
};

/**
 * A new password for who gives an unused code of their recovery sheet. Every session and device of theirs ends; an authenticator stays.
 * @throws PilotError `access.denied`, `access.throttled`, `access.password_weak`
 */
export const recover = async (
  transact: Transact,
  given: { readonly email: string; readonly code: string; readonly password: string },
  visitor: Visitor,
): Promise<void> => {
  const attempt = { account: given.email, address: visitor.address };
  await transact((tx) => beginTry(tx, attempt));
  const password = await checkedPassword(given.password, [given.email]);
  const done = await transact(async (tx) => {
    const user = await userRowByEmail(tx, given.email);
    if (user === null || !mayComeIn(user, tx.clock.now()) || !(await useRecoveryCode(tx, user.id, given.code))) {
      await failed(tx, user);
      return false;
    }
    await endTry(tx, attempt);
    await setPassword(tx, user.id, password);
    await audit(tx, { actor: `user:${user.id}`, act: 'password_recovered', object: { kind: 'user', id: user.id } });
    return true;
  });
  if (!done) throw denied();
};

/** @param kept a session that stays open */
export const setPassword = async (
  tx: Tx,
  userId: string,
  password: string,
  kept: string | null = null,
): Promise<void> => {
  await tx.db
    .updateTable('users')
    .set({ password })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', userId)
    .execute();
  await endCredentialsOf(tx, userId, kept);
};
