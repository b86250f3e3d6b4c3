import type { Surveys } from '#api/survey-routes.ts';
import type { FinishedAnswer, FinishedVisit, SurveyReport } from '#shared/api/surveys.ts';
import { PilotError } from '#shared/errors.ts';

/** One answer and one open visit (J-1042), in memory. */
export class MemorySurveys implements Surveys {
  readonly finished: FinishedVisit[] = [];
  /** The last question for answers. */
  days: number | null = null;

  async report(days: number): Promise<SurveyReport> {
    this.days = days;
    const askedAt = Date.parse('2026-11-23T15:00:00Z');
    const item = { jobNumber: 'J-1040', channel: 'call', askedAt, callId: 'call-1', taskId: 'task-1' };
    return {
      since: 0,
      asked: 2,
      answered: 1,
      mean: 2,
      counts: [0, 1, 0, 0, 0],
      items: [
        { ...item, status: 'answered', answeredAt: askedAt, score: 2, comment: 'he came late' },
        { ...item, jobNumber: 'J-1041', status: 'asked', answeredAt: null, score: null, comment: null, taskId: null },
      ],
    };
  }

  async finish(visit: FinishedVisit): Promise<FinishedAnswer> {
    if (visit.job !== 'J-1042')
      throw new PilotError('visit.none', 'No such visit is open.', { fix: 'Name another job.' });
    this.finished.push(visit);
    return { jobNumber: visit.job, jobDone: true, notAsked: this.finished.length > 1 ? 'answered' : null };
  }
}
