import type { Point } from '#schedule/travel/estimate.ts';
import type { Claim } from '../schedule/claim.ts';
import { takeSeats } from '../schedule/seats.ts';
import type { Scope, Tx } from '../scope.ts';

/** Why a task waits: the caller thinks a held window over. Its phone says whose hold it is. */
export const HELD = 'window_held';

/**
 * Takes what was claimed (store/schedule/claim.ts) for a caller until `expiresAt` (epoch ms), in the call's own name.
 * @returns the reservation's id, the first of several
 */
export const addHold = async (
  tx: Tx,
  { book, job: { offer, further } }: Claim,
  hold: { readonly location: Point | null; readonly callId: string | null; readonly expiresAt: number },
): Promise<string> => {
  const { location, callId, expiresAt } = hold;
  const ids: string[] = [];
  for (const one of [offer, ...further])
    ids.push(...(await takeSeats(tx, book, one, location, { callId, visitId: null, expiresAt })));
  return ids[0] ?? '';
};

/** Reservations held for the person at this number (E.164), as of now: to them, and to nobody else, they are free. */
export const holdsOf = async ({ db, businessId }: Scope, phone: string, now: number): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('reservations')
    .innerJoin('tasks', (join) =>
      join
        .onRef('tasks.business_id', '=', 'reservations.business_id')
        .onRef('tasks.call_id', '=', 'reservations.call_id'),
    )
    .select('reservations.id')
    .where('reservations.business_id', '=', businessId)
    .where('reservations.visit_id', 'is', null)
    .where('reservations.expires_at', '>', now)
    .where('tasks.reason', '=', HELD)
    .where('tasks.phone', '=', phone)
    .execute();
  return [...new Set(rows.map(({ id }) => id))];
};

/** Gives held time back, and closes what waited for the caller's decision. */
export const releaseHolds = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  const rows = await tx.db
    .selectFrom('reservations')
    .select('call_id')
    .where('business_id', '=', tx.businessId)
    .where('id', 'in', [...ids])
    .execute();
  await tx.db
    .deleteFrom('reservations')
    .where('business_id', '=', tx.businessId)
    .where('id', 'in', [...ids])
    .where('visit_id', 'is', null)
    .execute();
  const calls = rows.flatMap(({ call_id }) => call_id ?? []);
  if (calls.length === 0) return;
  await tx.db
    .updateTable('tasks')
    .set({ status: 'done', closed_at: tx.clock.now() })
    .where('business_id', '=', tx.businessId)
    .where('call_id', 'in', calls)
    .where('reason', '=', HELD)
    .where('status', '=', 'open')
    .execute();
};
