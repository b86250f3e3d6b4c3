import type { SurveyReport } from '#shared/api/surveys.ts';
import { formatJobNumber } from '#shop/job-number.ts';
import type { Scope } from '../scope.ts';

const MOST = 500;

/** What customers said since an instant, epoch ms, newest first. */
export const readSurveys = async ({ db, businessId }: Scope, since: number): Promise<SurveyReport> => {
  const rows = await db
    .selectFrom('surveys as s')
    .innerJoin('jobs as j', (on) => on.onRef('j.business_id', '=', 's.business_id').onRef('j.id', '=', 's.job_id'))
    .selectAll('s')
    .select('j.number')
    .where('s.business_id', '=', businessId)
    .where('s.asked_at', '>=', since)
    .orderBy('s.asked_at', 'desc')
    .orderBy('s.id', 'desc')
    .limit(MOST)
    .execute();
  const items = rows.map((row) => ({
    jobNumber: formatJobNumber(row.number),
    channel: row.channel,
    status: row.status,
    askedAt: row.asked_at,
    answeredAt: row.answered_at,
    score: row.score,
    comment: row.comment,
    callId: row.call_id,
    taskId: row.task_id,
  }));
  const scores = items.flatMap(({ score }) => score ?? []);
  return {
    since,
    asked: items.length,
    answered: scores.length,
    mean:
      scores.length === 0 ? null : Math.round((scores.reduce((sum, one) => sum + one, 0) / scores.length) * 100) / 100,
    counts: [1, 2, 3, 4, 5].map((score) => scores.filter((one) => one === score).length),
    items,
  };
};
