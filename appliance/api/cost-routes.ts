import type { FastifyInstance } from 'fastify';
import type { CostReports } from '#shared/api/cost.ts';
import { getCosts } from '#shared/api/routes/costs.ts';
import { mount } from './mount.ts';

/** What the API shows of costs. */
export interface Costs {
  /** @param date local day, `2026-11-23`; today when left out */
  reports(date?: string): Promise<CostReports>;
}

/** What a day and its month have cost. */
export const costRoutes = (app: FastifyInstance, costs: Costs): void => {
  mount(app, getCosts, ({ query }) => costs.reports(query.date));
};
