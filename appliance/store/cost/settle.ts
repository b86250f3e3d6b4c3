import { sql } from 'kysely';
import { carrierCost, energyCost, messageCost } from '#shop/cost/tariff.ts';
import type { Tx } from '../scope.ts';
import { addCostLine, type CostRules } from './line.ts';

/** Most that one transaction writes: the writer must be free for calls. */
const BATCH = 50;

/** A copy of a call that goes on elsewhere costs no carrier's time here. */
const COPY = 'shadow';

/**
 * Writes down what is known only afterwards: the minutes and the energy of calls that have ended, and the messages that were sent.
 * What was written before is left; so it may run at any time, and again after a crash.
 * @param since epoch ms; what is older was settled
 * @returns how many calls and messages were settled now; as many as `BATCH` means that more may wait
 */
export const settleCosts = async (
  tx: Tx,
  rules: CostRules,
  since: number,
): Promise<{ settled: number; more: boolean }> => {
  const { config } = rules;
  const calls = await tx.db
    .selectFrom('calls')
    .select(['id', 'started_at', 'ended_at', 'outcome'])
    .where('business_id', '=', tx.businessId)
    .where('ended_at', '>=', since)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('cost_lines')
            .select('cost_lines.id')
            .whereRef('cost_lines.business_id', '=', 'calls.business_id')
            .where(sql<boolean>`cost_lines.source = 'energy/' || calls.id`),
        ),
      ),
    )
    .orderBy('ended_at')
    .limit(BATCH)
    .execute();
  for (const { id, started_at: startedAt, ended_at: endedAt, outcome } of calls) {
    const at = endedAt ?? startedAt;
    const line = { callId: id, at };
    if (outcome !== COPY)
      await addCostLine(tx, { ...line, source: `carrier/${id}`, cost: carrierCost(at - startedAt, config) }, rules);
    await addCostLine(tx, { ...line, source: `energy/${id}`, cost: energyCost(at - startedAt, config) }, rules);
  }
  const messages = await tx.db
    .selectFrom('outbox')
    .select(['id', 'channel', 'call_id', 'settled_at'])
    .where('business_id', '=', tx.businessId)
    .where('status', '=', 'sent')
    .where('settled_at', '>=', since)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('cost_lines')
            .select('cost_lines.id')
            .whereRef('cost_lines.business_id', '=', 'outbox.business_id')
            .where(sql<boolean>`cost_lines.source = 'message/' || outbox.id`),
        ),
      ),
    )
    .orderBy('settled_at')
    .limit(BATCH)
    .execute();
  for (const { id, channel, call_id: callId, settled_at: settledAt } of messages)
    await addCostLine(
      tx,
      { callId, at: settledAt ?? tx.clock.now(), source: `message/${id}`, cost: messageCost(channel, config) },
      rules,
    );
  return { settled: calls.length + messages.length, more: calls.length === BATCH || messages.length === BATCH };
};
