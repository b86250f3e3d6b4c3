import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { Type } from 'typebox';
import { AlertAcknowledgement, AlertRecord } from '#shared/api/alerts.ts';
import { ApiFailure } from '#shared/api/failure.ts';
import type { Alerts } from './alerts.ts';
import type { TypeBoxProvider } from './type-provider.ts';

const ById = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });

/** Emergencies that wait for somebody to take them. */
export const alertRoutes =
  (alerts: Alerts, isLocal: (request: IncomingMessage) => boolean): FastifyPluginAsync =>
  async (plain: FastifyInstance) => {
    const app = plain.withTypeProvider<TypeBoxProvider>();

    app.get(
      '/alerts',
      {
        schema: {
          operationId: 'listAlerts',
          summary: 'Emergencies told up the on-call ladder, open ones first',
          response: { 200: Type.Object({ items: Type.Array(AlertRecord) }) },
        },
      },
      async () => ({ items: [...(await alerts.list())] }),
    );

    app.post(
      '/alerts/:id/acknowledge',
      {
        schema: {
          operationId: 'acknowledgeAlert',
          summary: 'Somebody takes it: nobody further is told',
          params: ById,
          body: AlertAcknowledgement,
          response: { 200: AlertRecord, 400: ApiFailure, 404: ApiFailure },
        },
      },
      async (request) =>
        alerts.acknowledge(request.params.id, {
          who: request.body.who.trim(),
          via: isLocal(request.raw) ? 'terminal' : 'console',
        }),
    );
  };
