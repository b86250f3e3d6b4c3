import { digestOf, newCode, newToken, plainCode } from '#shared/access/tokens.ts';
import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import { audit } from '../audit/write.ts';
import type { Scope, Tx } from '../scope.ts';
import { beginTry, endTry } from './attempts.ts';
import type { Transact } from './log-in.ts';
import type { Opened, Visitor } from './session.ts';
import { mayComeIn, userRow, userUnknown } from './users.ts';

const LASTS_MS = 300_000;
const TRIES = 5;

export interface NewPairing {
  readonly id: string;
  /** Eight characters, told once. */
  readonly code: string;
  readonly endsAt: number;
}

/** Somebody's phone or desktop may come in by a short code for five minutes. @throws PilotError `access.user_unknown` */
export const startPairing = async (tx: Tx, userId: string, actor: string): Promise<NewPairing> => {
  const now = tx.clock.now();
  const user = await userRow(tx, userId);
  if (user === null || !mayComeIn(user, now)) throw userUnknown();
  const code = newCode(8);
  const id = newId(now);
  await tx.db
    .insertInto('pairings')
    .values({
      business_id: tx.businessId,
      id,
      user_id: userId,
      digest: digestOf(plainCode(code)),
      created_at: now,
      ends_at: now + LASTS_MS,
      tries_left: TRIES,
      device_id: null,
    })
    .execute();
  await audit(tx, { actor, act: 'pairing_started', object: { kind: 'user', id: userId } });
  return { id, code, endsAt: now + LASTS_MS };
};

const open = (tx: Tx) =>
  tx.db
    .selectFrom('pairings')
    .selectAll()
    .where('business_id', '=', tx.businessId)
    .where('device_id', 'is', null)
    .where('tries_left', '>', 0)
    .where('ends_at', '>', tx.clock.now());

/**
 * A device claims the code it was given: once, whoever else tries. A wrong code is a try less for every pairing that waits, for nobody
 * knows which was meant.
 * @throws PilotError `access.code_unknown`, `access.throttled`
 */
export const claimPairing = async (
  transact: Transact,
  given: {
    readonly code: string;
    readonly name: string;
    readonly kind: 'phone' | 'desktop';
    readonly publicKey: string | null;
  },
  visitor: Visitor,
): Promise<Opened> => {
  const attempt = { account: null, address: visitor.address };
  await transact((tx) => beginTry(tx, attempt));
  const paired = await transact(async (tx) => {
    const now = tx.clock.now();
    const pairing = await open(tx)
      .where('digest', '=', digestOf(plainCode(given.code)))
      .executeTakeFirst();
    const user = pairing === undefined ? null : await userRow(tx, pairing.user_id);
    if (pairing === undefined || user === null || !mayComeIn(user, now)) {
      await tx.db
        .updateTable('pairings')
        .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
        .where('business_id', '=', tx.businessId)
        .where('device_id', 'is', null)
        .where('tries_left', '>', 0)
        .execute();
      await audit(tx, { actor: 'nobody', act: 'pairing_refused', object: { kind: 'pairing', id: 'unknown' } });
      return null;
    }
    const token = newToken('device');
    const id = newId(now);
    await tx.db
      .insertInto('devices')
      .values({
        business_id: tx.businessId,
        id,
        user_id: user.id,
        name: given.name.trim(),
        kind: given.kind,
        public_key: given.publicKey,
        digest: digestOf(token),
        created_at: now,
        seen_at: now,
        ended_at: null,
      })
      .execute();
    await tx.db
      .updateTable('pairings')
      .set({ device_id: id })
      .where('business_id', '=', tx.businessId)
      .where('id', '=', pairing.id)
      .execute();
    await endTry(tx, attempt);
    await audit(tx, { actor: `device:${id}`, act: 'paired', object: { kind: 'user', id: user.id } });
    return { token, id, endsAt: null };
  });
  if (paired !== null) return paired;
  throw new PilotError('access.code_unknown', 'This code pairs nothing: it is mistyped, used or too old.', {
    fix: 'Ask the owner for a new code; it holds for five minutes.',
  });
};

/** Devices that may come in, newest first. */
export const openDevices = async ({ db, businessId }: Scope) => {
  const rows = await db
    .selectFrom('devices')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('ended_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind === 'desktop' ? ('desktop' as const) : ('phone' as const),
    userId: row.user_id,
    createdAt: row.created_at,
    seenAt: row.seen_at,
  }));
};
