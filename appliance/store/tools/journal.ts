import { createHash } from 'node:crypto';
import type { ToolCall, ToolOutcome } from '#conversation/tools.ts';
import type { Tx } from '../scope.ts';

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
};

/** A digest of a tool's arguments that does not depend on the order of keys. */
export const argsHash = (args: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(args)))
    .digest('base64url');

export interface JournalEntry {
  readonly name: string;
  readonly argsHash: string;
  readonly outcome: ToolOutcome;
}

/** What this intent key led to before, if it ran. */
export const readJournal = async (tx: Tx, callId: string, key: string): Promise<JournalEntry | null> => {
  const row = await tx.db
    .selectFrom('tool_journal')
    .selectAll()
    .where('business_id', '=', tx.businessId)
    .where('call_id', '=', callId)
    .where('key', '=', key)
    .executeTakeFirst();
  if (row === undefined) return null;
  const stored: unknown = JSON.parse(row.result);
  const outcome = { name: row.name, key, ok: row.ok === 1, ...(row.ok === 1 ? { result: stored } : { error: stored }) };
  return { name: row.name, argsHash: row.args_hash, outcome: outcome as ToolOutcome };
};

/** Writes (or, for a tool that only reads, writes again) the row of this intent key, in the effect's own transaction. */
export const writeJournal = async (tx: Tx, callId: string, call: ToolCall, outcome: ToolOutcome): Promise<void> => {
  const values = {
    name: call.name,
    args_hash: argsHash(call.args),
    ok: outcome.ok ? 1 : 0,
    result: JSON.stringify(outcome.ok ? outcome.result : outcome.error),
    created_at: tx.clock.now(),
  };
  await tx.db
    .insertInto('tool_journal')
    .values({ business_id: tx.businessId, call_id: callId, key: call.key, ...values })
    .onConflict((conflict) => conflict.columns(['business_id', 'call_id', 'key']).doUpdateSet(values))
    .execute();
};
