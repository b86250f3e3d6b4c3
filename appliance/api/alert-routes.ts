import type { FastifyInstance } from 'fastify';
import { acknowledgeAlert, listAlerts } from '#shared/api/routes/alerts.ts';
import type { Alerts } from './alerts.ts';
import { mount } from './mount.ts';

/** Emergencies that wait for somebody to take them. */
export const alertRoutes = (app: FastifyInstance, alerts: Alerts): void => {
  mount(app, listAlerts, async () => ({ items: await alerts.list() }));
  mount(app, acknowledgeAlert, ({ body, params, principal }) =>
    alerts.acknowledge(params.id, { who: body.who.trim(), via: principal.kind === 'box' ? 'terminal' : 'console' }),
  );
};
