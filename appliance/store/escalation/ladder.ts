import { newId } from '#shared/ids.ts';
import { onDuty } from '#schedule/on-duty.ts';
import type { AlertChannel, LadderRole, LadderStep, Reachable } from '#shop/ladder.ts';
import type { Scope, Tx } from '../scope.ts';
import { readShop } from '../shop/business.ts';
import { readRota } from '../shop/rota.ts';

/** The on-call ladder, first to last; empty where the shop has none. */
export const readLadder = async ({ db, businessId }: Scope): Promise<readonly LadderStep[]> => {
  const rows = await db
    .selectFrom('ladder_steps')
    .selectAll()
    .where('business_id', '=', businessId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    position: row.position,
    role: row.role as LadderRole,
    name: row.name,
    phone: row.phone,
    email: row.email,
    channels: JSON.parse(row.channels) as AlertChannel[],
    limitMinutes: row.limit_minutes,
  }));
};

/** Writes a ladder into a shop that has none; one that is there is the owner's and stays. @returns whether it was written */
export const addLadder = async (tx: Tx, ladder: readonly LadderStep[]): Promise<boolean> => {
  if ((await readLadder(tx)).length > 0) return false;
  for (const step of ladder) {
    await tx.db
      .insertInto('ladder_steps')
      .values({
        business_id: tx.businessId,
        id: newId(tx.clock.now()),
        position: step.position,
        role: step.role,
        name: step.name,
        phone: step.phone,
        email: step.email,
        channels: JSON.stringify(step.channels),
        limit_minutes: step.limitMinutes,
      })
      .execute();
  }
  return true;
};

/** The technicians whom the rota has at work or on call now. */
export const techniciansOnDuty = async (scope: Scope, now: number): Promise<readonly Reachable[]> => {
  const { zone } = await readShop(scope);
  return onDuty(await readRota(scope), zone, now).map(({ name, phone }) => ({ name, phone, email: '' }));
};
