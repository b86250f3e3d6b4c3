import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { Type } from 'typebox';
import { ApiFailure } from '#shared/api/failure.ts';
import { NewOutboundCall, OutboundCallRecord } from '#shared/api/outbound.ts';
import { PageRequest } from '#shared/api/page.ts';
import { pageOf } from '#shared/api/records.ts';
import type { OutboundCalls } from './outbound.ts';
import type { TypeBoxProvider } from './type-provider.ts';

const ById = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });

/** Calls that the box makes. */
export const outboundRoutes =
  (outbound: OutboundCalls): FastifyPluginAsync =>
  async (plain: FastifyInstance) => {
    const app = plain.withTypeProvider<TypeBoxProvider>();

    app.get(
      '/outbound-calls',
      {
        schema: {
          operationId: 'listOutboundCalls',
          summary: 'Calls of the box’s own, newest first',
          querystring: PageRequest,
          response: { 200: pageOf(OutboundCallRecord), 400: ApiFailure },
        },
      },
      async (request) => {
        const { items, next } = await outbound.list(request.query);
        return { items: [...items], next };
      },
    );

    app.post(
      '/outbound-calls',
      {
        schema: {
          operationId: 'placeOutboundCall',
          summary:
            'Have the box ring somebody about a visit or a call that broke off, within the hours the owner allows',
          body: NewOutboundCall,
          response: { 201: OutboundCallRecord, 400: ApiFailure, 404: ApiFailure, 409: ApiFailure },
        },
      },
      async (request, reply) => reply.code(201).send(await outbound.place(request.body)),
    );

    app.post(
      '/outbound-calls/:id/cancel',
      {
        schema: {
          operationId: 'cancelOutboundCall',
          summary: 'Take back a call that waits',
          params: ById,
          response: { 200: OutboundCallRecord, 404: ApiFailure, 409: ApiFailure },
        },
      },
      async (request) => outbound.cancel(request.params.id),
    );
  };
