import { sql } from 'kysely';
import type { Scope, Tx } from '../scope.ts';

interface TrialModel {
  readonly server: string;
  readonly model: string;
}

/** Which of two models a call was given for a task. */
export interface ModelTrial {
  readonly task: string;
  readonly arm: 'usual' | 'trial';
  readonly usual: TrialModel;
  readonly trial: TrialModel;
}

/** Writes down what a call was given; what it was given first stands. */
export const addModelTrial = async (tx: Tx, callId: string, { arm, task, trial, usual }: ModelTrial): Promise<void> => {
  await tx.db
    .insertInto('model_trials')
    .values({
      business_id: tx.businessId,
      call_id: callId,
      task,
      at: tx.clock.now(),
      arm,
      usual_server: usual.server,
      usual_model: usual.model,
      trial_server: trial.server,
      trial_model: trial.model,
    })
    .onConflict((conflict) => conflict.columns(['business_id', 'call_id', 'task']).doNothing())
    .execute();
};

/** What a call was given; empty where nothing was compared when it began. */
export const modelTrials = async ({ db, businessId }: Scope, callId: string): Promise<readonly ModelTrial[]> => {
  const rows = await db
    .selectFrom('model_trials')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('call_id', '=', callId)
    .execute();
  return rows.map((row) => ({
    task: row.task,
    arm: row.arm === 'trial' ? 'trial' : 'usual',
    usual: { server: row.usual_server, model: row.usual_model },
    trial: { server: row.trial_server, model: row.trial_model },
  }));
};

/** Calls that were no conversation are no cases. */
const NO_CASES = ['owner', 'shadow'];
/** How utterances name the turn that says we did not understand, in their JSON list of acts. */
const UNSURE = '%"did_not_catch"%';

/**
 * Every ended call since an instant that was given one of two models, and every try at a server for it. It reads all of them: not for core's
 * own process.
 * @param since epoch ms
 */
export const readModelTrials = async ({ db, businessId }: Scope, since: number) => {
  const calls = await db
    .selectFrom('model_trials as given')
    .innerJoin('calls', (join) =>
      join.onRef('calls.business_id', '=', 'given.business_id').onRef('calls.id', '=', 'given.call_id'),
    )
    .leftJoin('utterances as said', (join) =>
      join.onRef('said.business_id', '=', 'given.business_id').onRef('said.call_id', '=', 'given.call_id'),
    )
    .where('given.business_id', '=', businessId)
    .where('given.at', '>=', since)
    .where('calls.ended_at', 'is not', null)
    .where((eb) => eb.or([eb('calls.outcome', 'is', null), eb('calls.outcome', 'not in', NO_CASES)]))
    .select([
      'given.call_id',
      'given.task',
      'given.arm',
      'given.usual_server',
      'given.usual_model',
      'given.trial_server',
      'given.trial_model',
      'calls.outcome',
      sql<number | null>`sum(case when said.speaker = 'us' and said.acts like ${UNSURE} then 1 else 0 end)`.as(
        'unsure',
      ),
      sql<number | null>`sum(case when said.speaker = 'caller' then said.degraded else 0 end)`.as('degraded'),
    ])
    .groupBy([
      'given.call_id',
      'given.task',
      'given.arm',
      'given.usual_server',
      'given.usual_model',
      'given.trial_server',
      'given.trial_model',
      'calls.outcome',
    ])
    .execute();
  const tries = await db
    .selectFrom('model_trials as given')
    .innerJoin('model_calls as asked', (join) =>
      join
        .onRef('asked.business_id', '=', 'given.business_id')
        .onRef('asked.call_id', '=', 'given.call_id')
        .onRef('asked.task', '=', 'given.task'),
    )
    .where('given.business_id', '=', businessId)
    .where('given.at', '>=', since)
    .select(['asked.call_id', 'asked.task', 'asked.seq', 'asked.server', 'asked.model', 'asked.outcome'])
    .select(['asked.cached', 'asked.total_ms', 'asked.micro_dollars'])
    .orderBy('asked.call_id')
    .orderBy('asked.seq')
    .orderBy('asked.position')
    .execute();
  return {
    calls: calls.map((row) => ({
      call: row.call_id,
      task: row.task,
      arm: row.arm,
      usual: { server: row.usual_server, model: row.usual_model },
      trial: { server: row.trial_server, model: row.trial_model },
      outcome: row.outcome,
      unsureTurns: Number(row.unsure ?? 0),
      degradedTurns: Number(row.degraded ?? 0),
    })),
    tries: tries.map((row) => ({
      call: row.call_id,
      task: row.task,
      seq: row.seq,
      server: row.server,
      model: row.model,
      outcome: row.outcome,
      cached: row.cached === 1,
      totalMs: row.total_ms,
      microDollars: Number(row.micro_dollars),
    })),
  };
};
