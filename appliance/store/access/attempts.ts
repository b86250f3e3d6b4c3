import { digestOf } from '#shared/access/tokens.ts';
import {
  ACCOUNT_RULE,
  ADDRESS_RULE,
  addressGroup,
  allowedAt,
  countTry,
  type ThrottleRule,
} from '#shared/access/throttle.ts';
import { PilotError } from '#shared/errors.ts';
import type { Tx } from '../scope.ts';

/** On what a try is made, and from where. */
export interface Try {
  /** An e-mail address, or what else names one account; null where a code alone is given. */
  readonly account: string | null;
  /** IP address; null on the box itself. */
  readonly address: string | null;
}

interface Counter {
  readonly id: string;
  readonly rule: ThrottleRule;
}

/** Rows hold digests: whoever reads them learns no address. */
const countersOf = ({ account, address }: Try): Counter[] => [
  ...(account === null ? [] : [{ id: `account:${digestOf(account.trim().toLowerCase())}`, rule: ACCOUNT_RULE }]),
  ...(address === null ? [] : [{ id: `address:${digestOf(addressGroup(address))}`, rule: ADDRESS_RULE }]),
];

const read = async (tx: Tx, id: string) =>
  tx.db
    .selectFrom('auth_attempts')
    .select(['failures', 'last_at'])
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .executeTakeFirst();

/**
 * Counts a try as wrong before anything is compared, so that many at once count too.
 * @throws PilotError `access.throttled`
 */
export const beginTry = async (tx: Tx, attempt: Try): Promise<void> => {
  const now = tx.clock.now();
  const known = await Promise.all(
    countersOf(attempt).map(async (counter) => ({ ...counter, row: await read(tx, counter.id) })),
  );
  const before = known.map(({ row }) => (row === undefined ? null : { failures: row.failures, lastAt: row.last_at }));
  const free = Math.max(0, ...known.map(({ rule }, i) => (before[i] ? allowedAt(rule, before[i]) : 0)));
  if (free > now) {
    const seconds = Math.ceil((free - now) / 1000);
    throw new PilotError('access.throttled', 'There were too many wrong tries.', {
      fix: `Wait ${seconds} seconds, then try once more.`,
      retryable: true,
    });
  }
  for (const [i, { id, rule }] of known.entries()) {
    const { failures, lastAt } = countTry(rule, before[i] ?? null, now);
    await tx.db
      .insertInto('auth_attempts')
      .values({ business_id: tx.businessId, id, failures, last_at: lastAt })
      .onConflict((conflict) => conflict.columns(['business_id', 'id']).doUpdateSet({ failures, last_at: lastAt }))
      .execute();
  }
};

/** The try was right: the account starts anew, the address gets this one try back. */
export const endTry = async (tx: Tx, attempt: Try): Promise<void> => {
  for (const { id, rule } of countersOf(attempt)) {
    await tx.db
      .updateTable('auth_attempts')
      .set((eb) => ({ failures: rule === ACCOUNT_RULE ? 0 : eb('failures', '-', 1) }))
      .where('business_id', '=', tx.businessId)
      .where('id', '=', id)
      .where('failures', '>', 0)
      .execute();
  }
};
