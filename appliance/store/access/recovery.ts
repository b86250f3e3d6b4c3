import { digestOf, newCode, plainCode } from '#shared/access/tokens.ts';
import { newId } from '#shared/ids.ts';
import type { Tx } from '../scope.ts';

/** Codes on a sheet. */
const CODES = 10;

/** A new sheet of codes, each good once; those of the sheet before are void. Told once. */
export const newRecoveryCodes = async (tx: Tx, userId: string): Promise<string[]> => {
  await tx.db
    .deleteFrom('recovery_codes')
    .where('business_id', '=', tx.businessId)
    .where('user_id', '=', userId)
    .execute();
  const codes = Array.from({ length: CODES }, () => newCode(16));
  const now = tx.clock.now();
  await tx.db
    .insertInto('recovery_codes')
    .values(
      codes.map((code) => ({
        business_id: tx.businessId,
        id: newId(now),
        user_id: userId,
        digest: digestOf(plainCode(code)),
        used_at: null,
      })),
    )
    .execute();
  return codes;
};

/** Uses a code up. @returns whether it was one of this person's, and unused */
export const useRecoveryCode = async (tx: Tx, userId: string, code: string): Promise<boolean> => {
  const used = await tx.db
    .updateTable('recovery_codes')
    .set({ used_at: tx.clock.now() })
    .where('business_id', '=', tx.businessId)
    .where('user_id', '=', userId)
    .where('digest', '=', digestOf(plainCode(code)))
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return Number(used.numUpdatedRows) === 1;
};
