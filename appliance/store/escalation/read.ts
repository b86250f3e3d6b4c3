import type { AlertRecord, AlertTelling } from '#shared/api/alerts.ts';
import type { EscalationRow } from '../schema/escalation.ts';
import type { Scope } from '../scope.ts';
import type { AlertFacts } from './round.ts';

const LIST = 50;

const tellingsOf = async ({ db, businessId }: Scope, ids: readonly string[]) =>
  ids.length === 0
    ? []
    : db
        .selectFrom('escalation_steps as step')
        .innerJoin('outbox', (join) =>
          join.onRef('outbox.business_id', '=', 'step.business_id').onRef('outbox.id', '=', 'step.outbox_id'),
        )
        .select([
          'step.escalation_id as alert',
          'step.round',
          'step.role',
          'step.name',
          'step.channel',
          'step.due_at as dueAt',
          'outbox.status',
        ])
        .where('step.business_id', '=', businessId)
        .where('step.escalation_id', 'in', [...ids])
        .orderBy('step.round')
        .orderBy('step.due_at')
        .orderBy('step.position')
        .orderBy('step.name')
        .orderBy('step.channel', 'desc')
        .execute();

const recordOf = (row: EscalationRow, tellings: AlertTelling[]): AlertRecord => {
  const { phone, address, text, jobNumber } = JSON.parse(row.facts) as AlertFacts;
  return {
    id: row.id,
    kind: row.kind === 'life_safety' ? 'life_safety' : 'property',
    reason: row.reason,
    status: row.status === 'open' ? 'open' : 'acknowledged',
    openedAt: row.opened_at,
    round: row.round,
    callId: row.call_id,
    jobNumber,
    phone,
    address,
    text,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedBy: row.acknowledged_by,
    acknowledgedVia: row.acknowledged_via,
    tellings,
  };
};

/** Alerts, open ones first, then the newest; one of them when its id is given. */
export const readAlerts = async (scope: Scope, id: string | null = null): Promise<readonly AlertRecord[]> => {
  let query = scope.db.selectFrom('escalations').selectAll().where('business_id', '=', scope.businessId);
  if (id !== null) query = query.where('id', '=', id);
  const rows = await query.orderBy('status', 'desc').orderBy('opened_at', 'desc').orderBy('id').limit(LIST).execute();
  const all = await tellingsOf(
    scope,
    rows.map((row) => row.id),
  );
  return rows.map((row) =>
    recordOf(
      row,
      all
        .filter(({ alert }) => alert === row.id)
        .map(({ round, role, name, channel, dueAt, status }) => ({ round, role, name, channel, dueAt, status })),
    ),
  );
};

/** How many alerts nobody has acknowledged. */
export const openAlerts = async ({ db, businessId }: Scope): Promise<number> => {
  const row = await db
    .selectFrom('escalations')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('business_id', '=', businessId)
    .where('status', '=', 'open')
    .executeTakeFirst();
  return Number(row?.count ?? 0);
};
