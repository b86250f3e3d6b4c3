import { createHash } from 'node:crypto';
import { PilotError } from '#shared/errors.ts';
import type { Tx } from '../scope.ts';
import type { BusinessStore } from '../store.ts';

/** How long an answer is kept, ms: who asks again later asks anew. */
export const KEPT_MS = 24 * 3_600_000;

/** One wish to create something, as its client names it. */
export interface Wish {
  /** Who asks. */
  readonly actor: string;
  readonly route: string;
  readonly key: string;
  /** What makes it the same wish: parameters and body. */
  readonly wish: unknown;
}

export interface KeptAnswer {
  readonly status: number;
  /** As JSON has it. */
  readonly body: unknown;
}

const digest = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

const placeOf = (tx: Tx, id: string): readonly string[] => ['kept_answers', 'sealed', tx.businessId, id];

/**
 * Does the work and keeps its answer in the same transaction; the same wish with the same key gets that answer, and nothing is done twice.
 * Transactions of a business follow one another, so who asks while the first is at work waits for it. Answers name people: they are sealed.
 * @throws PilotError `api.key_reused` when something else was wished with this key; what `work` throws, and then nothing is kept
 */
export const answerOnce = (store: BusinessStore, asked: Wish, work: () => Promise<KeptAnswer>): Promise<KeptAnswer> =>
  store.transaction(async (tx) => {
    const id = digest(asked.actor, asked.route, asked.key);
    const wish = digest(asked.wish);
    const now = tx.clock.now();
    await tx.db
      .deleteFrom('kept_answers')
      .where('business_id', '=', tx.businessId)
      .where('created_at', '<', now - KEPT_MS)
      .execute();
    const row = await tx.db
      .selectFrom('kept_answers')
      .select('sealed')
      .where('business_id', '=', tx.businessId)
      .where('id', '=', id)
      .executeTakeFirst();
    if (row !== undefined) {
      const kept = JSON.parse(tx.seal.open(row.sealed, placeOf(tx, id))) as KeptAnswer & { readonly wish: string };
      if (kept.wish === wish) return { status: kept.status, body: kept.body };
      throw new PilotError('api.key_reused', 'This Idempotency-Key was sent before, with something else to create.', {
        fix: 'Take a new random key for each thing to create.',
      });
    }
    const { status, body } = await work();
    await tx.db
      .insertInto('kept_answers')
      .values({
        business_id: tx.businessId,
        id,
        route: asked.route,
        sealed: tx.seal.seal(JSON.stringify({ wish, status, body }), placeOf(tx, id)),
        created_at: now,
      })
      .execute();
    return { status, body };
  });
