import type { Scope, Tx } from '../scope.ts';

/** One question to a language model. */
export interface ModelCall {
  readonly server: string;
  readonly model: string;
  readonly task: string;
  /** `ok`, or the code of what went wrong. */
  readonly outcome: string;
  readonly promptTokens: number | null;
  readonly answerTokens: number | null;
  /** To the first word, ms. */
  readonly firstMs: number | null;
  readonly totalMs: number;
  readonly microDollars: number;
  /** The answer was had before: nobody was asked. */
  readonly cached: boolean;
}

/** Writes down the questions one event led to. @param seq the event's */
export const addModelCalls = async (
  tx: Tx,
  callId: string,
  seq: number,
  calls: readonly ModelCall[],
): Promise<void> => {
  if (calls.length === 0) return;
  const at = tx.clock.now();
  await tx.db
    .insertInto('model_calls')
    .values(
      calls.map((one, position) => ({
        business_id: tx.businessId,
        call_id: callId,
        seq,
        position,
        at,
        server: one.server,
        model: one.model,
        task: one.task,
        outcome: one.outcome,
        prompt_tokens: one.promptTokens,
        answer_tokens: one.answerTokens,
        first_ms: one.firstMs === null ? null : Math.round(one.firstMs),
        total_ms: Math.round(one.totalMs),
        micro_dollars: one.microDollars,
        cached: one.cached ? 1 : 0,
      })),
    )
    .execute();
};

export interface ModelUse {
  /** Questions that went out, and those of them that came to something. */
  readonly asked: number;
  readonly answered: number;
  /** Questions that had their answer before. */
  readonly cached: number;
  readonly microDollars: number;
}

/** What models did since an instant, epoch ms. */
export const modelUse = async ({ db, businessId }: Scope, since: number): Promise<ModelUse> => {
  const row = await db
    .selectFrom('model_calls')
    .select((eb) => [
      eb.fn.countAll<number>().as('all'),
      eb.fn.sum<number | null>(eb.case().when('outcome', '=', 'ok').then(1).else(0).end()).as('answered'),
      eb.fn.sum<number | null>('cached').as('cached'),
      eb.fn.sum<number | null>('micro_dollars').as('micro_dollars'),
    ])
    .where('business_id', '=', businessId)
    .where('at', '>=', since)
    .executeTakeFirst();
  const cached = Number(row?.cached ?? 0);
  return {
    asked: Number(row?.all ?? 0) - cached,
    answered: Number(row?.answered ?? 0) - cached,
    cached,
    microDollars: Number(row?.micro_dollars ?? 0),
  };
};
