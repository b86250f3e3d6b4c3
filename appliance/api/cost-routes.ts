import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { Type } from 'typebox';
import { CostReports } from '#shared/api/cost.ts';
import { ApiFailure } from '#shared/api/failure.ts';
import type { TypeBoxProvider } from './type-provider.ts';

/** What the API shows of costs. */
export interface Costs {
  /** @param date local day, `2026-11-23`; today when left out */
  reports(date?: string): Promise<CostReports>;
}

const OfDay = Type.Object({
  date: Type.Optional(
    Type.String({
      pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
      description: 'local day of the shop; today when left out',
    }),
  ),
});

/** What a day and its month have cost. */
export const costRoutes =
  (costs: Costs): FastifyPluginAsync =>
  async (plain: FastifyInstance) => {
    const app = plain.withTypeProvider<TypeBoxProvider>();

    app.get(
      '/costs',
      {
        schema: {
          operationId: 'getCosts',
          summary: 'What a day and its month have cost, by kind and against the budget',
          querystring: OfDay,
          response: { 200: CostReports, 400: ApiFailure },
        },
      },
      async (request) => costs.reports(request.query.date),
    );
  };
