import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { ApiFailure } from '#shared/api/failure.ts';
import { FinishedAnswer, FinishedVisit, SurveyQuery, SurveyReport } from '#shared/api/surveys.ts';
import type { TypeBoxProvider } from './type-provider.ts';

/** Visits that are over, and what their customers say of them. */
export interface Surveys {
  /** @param days asked in the last so many */
  report(days: number): Promise<SurveyReport>;
  /** A visit is over. @throws PilotError `visit.none` when the job has none that is still open */
  finish(visit: FinishedVisit): Promise<FinishedAnswer>;
}

export const surveyRoutes =
  (surveys: Surveys): FastifyPluginAsync =>
  async (plain: FastifyInstance) => {
    const app = plain.withTypeProvider<TypeBoxProvider>();

    app.get(
      '/surveys',
      {
        schema: {
          operationId: 'listSurveys',
          summary: 'What customers said of visits that are over',
          querystring: SurveyQuery,
          response: { 200: SurveyReport, 400: ApiFailure },
        },
      },
      (request) => surveys.report(request.query.days),
    );

    app.post(
      '/visits/finish',
      {
        schema: {
          operationId: 'finishVisit',
          summary: 'A visit is over: its customer is asked how it was, where the playbook wants that',
          body: FinishedVisit,
          response: { 200: FinishedAnswer, 400: ApiFailure, 404: ApiFailure },
        },
      },
      (request) => surveys.finish(request.body),
    );
  };
