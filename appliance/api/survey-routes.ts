import type { FastifyInstance } from 'fastify';
import { finishVisit, listSurveys } from '#shared/api/routes/surveys.ts';
import type { FinishedAnswer, FinishedVisit, SurveyReport } from '#shared/api/surveys.ts';
import { mount } from './mount.ts';

/** Visits that are over, and what their customers say of them. */
export interface Surveys {
  /** @param days asked in the last so many */
  report(days: number): Promise<SurveyReport>;
  /** A visit is over. @throws PilotError `visit.none` when the job has none that is still open */
  finish(visit: FinishedVisit): Promise<FinishedAnswer>;
}

/** Ending visits, and what customers say of them. */
export const surveyRoutes = (app: FastifyInstance, surveys: Surveys): void => {
  mount(app, listSurveys, ({ query }) => surveys.report(query.days));
  mount(app, finishVisit, ({ body }) => surveys.finish(body));
};
