import { newTotpSeed, stepOfCode } from '#shared/access/totp.ts';
import { PilotError } from '#shared/errors.ts';
import type { UserRow } from '../schema/access.ts';
import type { Tx } from '../scope.ts';
import { useRecoveryCode } from './recovery.ts';
import { userRow, userUnknown } from './users.ts';

const place = (businessId: string, userId: string): readonly string[] => ['users', 'totp_sealed', businessId, userId];

/** Gives a person a new seed, which asks nothing of them until its first code was right. Told once. */
export const beginTotp = async (tx: Tx, userId: string): Promise<Buffer> => {
  const seed = newTotpSeed();
  const { numUpdatedRows } = await tx.db
    .updateTable('users')
    .set({
      totp_sealed: tx.seal.seal(seed.toString('base64'), place(tx.businessId, userId)),
      totp_confirmed_at: null,
      totp_step: null,
    })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', userId)
    .where('totp_confirmed_at', 'is', null)
    .executeTakeFirst();
  if (Number(numUpdatedRows) === 1) return seed;
  throw new PilotError('access.totp_on', 'An authenticator is set up already.', {
    fix: 'Take the present one away first.',
  });
};

/** Uses the code of an authenticator up: its step counts once, whoever comes at the same time. */
export const useTotp = async (tx: Tx, user: UserRow, code: string): Promise<boolean> => {
  if (user.totp_sealed === null) return false;
  const seed = Buffer.from(tx.seal.open(user.totp_sealed, place(tx.businessId, user.id)), 'base64');
  const step = stepOfCode(seed, code, tx.clock.now(), user.totp_step);
  if (step === null) return false;
  const used = await tx.db
    .updateTable('users')
    .set({ totp_step: step })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', user.id)
    .where((eb) => eb.or([eb('totp_step', 'is', null), eb('totp_step', '<', step)]))
    .executeTakeFirst();
  return Number(used.numUpdatedRows) === 1;
};

/** The first right code: from now on one is asked for. @throws PilotError `access.code_wrong` */
export const confirmTotp = async (tx: Tx, userId: string, code: string): Promise<void> => {
  const user = await userRow(tx, userId);
  if (user === null) throw userUnknown();
  if (!(await useTotp(tx, user, code)))
    throw new PilotError('access.code_wrong', 'This is not the code of now.', {
      fix: 'Check that the clock of the phone is right, and type the six digits it shows at this moment.',
    });
  await tx.db
    .updateTable('users')
    .set({ totp_confirmed_at: tx.clock.now() })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', userId)
    .execute();
};

/** No code is asked for any more. */
export const dropTotp = async (tx: Tx, userId: string): Promise<void> => {
  await tx.db
    .updateTable('users')
    .set({ totp_sealed: null, totp_confirmed_at: null, totp_step: null })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', userId)
    .execute();
};

/** Whether a person with an authenticator gave its code, or one of their sheet; who has none needs none. */
export const passesSecondFactor = async (tx: Tx, user: UserRow, code: string): Promise<boolean> =>
  user.totp_confirmed_at === null || (await useTotp(tx, user, code)) || (await useRecoveryCode(tx, user.id, code));
