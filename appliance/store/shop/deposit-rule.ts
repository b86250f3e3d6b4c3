import { newId } from '#shared/ids.ts';
import type { DepositRule } from '#shop/deposit.ts';
import type { Scope, Tx } from '../scope.ts';

/** The shop's rule on deposits; null when it has none: nothing is taken in advance. */
export const readDepositRule = async ({ db, businessId }: Scope): Promise<DepositRule | null> => {
  const row = await db.selectFrom('deposit_rules').selectAll().where('business_id', '=', businessId).executeTakeFirst();
  if (row === undefined) return null;
  const { install_cap_percent: percent, install_cap_cents: cents } = row;
  return {
    percent: row.percent,
    onService: row.on_service === 1,
    onInstall: row.on_install === 1,
    installCap: percent === null || cents === null ? null : { percent, cents },
  };
};

/** Writes the rule of a shop that has none. */
export const addDepositRule = async (tx: Tx, rule: DepositRule): Promise<void> => {
  await tx.db
    .insertInto('deposit_rules')
    .values({
      business_id: tx.businessId,
      id: newId(tx.clock.now()),
      percent: rule.percent,
      on_service: rule.onService ? 1 : 0,
      on_install: rule.onInstall ? 1 : 0,
      install_cap_percent: rule.installCap?.percent ?? null,
      install_cap_cents: rule.installCap?.cents ?? null,
    })
    .execute();
};
