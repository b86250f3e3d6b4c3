import type { FastifyInstance } from 'fastify';
import { cancelOutboundCall, listOutboundCalls, placeOutboundCall } from '#shared/api/routes/outbound.ts';
import { mount } from './mount.ts';
import type { OutboundCalls } from './outbound.ts';

/** Calls that the box makes. */
export const outboundRoutes = (app: FastifyInstance, outbound: OutboundCalls): void => {
  mount(app, listOutboundCalls, ({ query }) => outbound.list(query));
  mount(app, placeOutboundCall, ({ body }) => outbound.place(body));
  mount(app, cancelOutboundCall, ({ params }) => outbound.cancel(params.id));
};
