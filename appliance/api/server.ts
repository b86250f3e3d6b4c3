import type { IncomingMessage } from 'node:http';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance } from 'fastify';
import { HealthReport } from '#shared/api/health.ts';
import type { Log } from '#observe/log.ts';
import { alertRoutes } from './alert-routes.ts';
import type { Alerts } from './alerts.ts';
import { costRoutes, type Costs } from './cost-routes.ts';
import { consolePages } from './console-pages.ts';
import { answerFailures } from './failures.ts';
import type { FeedHub } from './feed-hub.ts';
import { feedRoute } from './feed-route.ts';
import { guard } from './guards.ts';
import { lineRoutes } from './line-routes.ts';
import type { Lines } from './lines.ts';
import type { OutboundCalls } from './outbound.ts';
import { outboundRoutes } from './outbound-routes.ts';
import type { Readers } from './readers.ts';
import { recordRoutes } from './record-routes.ts';
import { type ShopBook, shopRoutes } from './shop-routes.ts';
import { surveyRoutes, type Surveys } from './survey-routes.ts';
import { traceRoutes, type TraceSource } from './trace-routes.ts';

export interface ServerParts {
  readonly readers: Readers;
  readonly lines: Lines;
  readonly outbound: OutboundCalls;
  readonly alerts: Alerts;
  readonly costs: Costs;
  readonly surveys: Surveys;
  readonly shop: ShopBook;
  readonly feed: FeedHub;
  readonly traces: TraceSource;
  /** Whether a request came from the box itself, by somebody who may open its Unix socket. */
  readonly isLocal: (request: IncomingMessage) => boolean;
  readonly health: () => Promise<HealthReport>;
  /** The built console page, or null to serve the API alone. A folder that is not there is told to whoever opens the page. */
  readonly consoleFolder: string | null;
  readonly log: Log;
  /** Names the box answers to beside addresses and localhost, lower case. */
  readonly hostNames?: readonly string[];
}

/** How long a client may take to take part in the closing handshake when the server stops. */
const CLOSE_MS = 500;
/** RFC 6455 section 7.4.1: 1001, going away. */
const GOING_AWAY = 1001;

/**
 * The HTTP side of core: API, live feed, health and the console's page. Does not listen: the composition root does, and
 * decides on which address. `close()` ends every socket within half a second.
 */
export const buildServer = async (parts: ServerParts): Promise<FastifyInstance> => {
  const app = Fastify({
    logger: false,
    bodyLimit: 64 * 1024,
    requestTimeout: 10_000,
    // Keep-alive connections of open pages must not hold up a stop.
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
    ajv: { customOptions: { removeAdditional: false, allErrors: false } },
  });
  await app.register(swagger, { openapi: OPENAPI });
  await app.register(websocket, {
    options: { maxPayload: 4 * 1024, perMessageDeflate: false },
    errorHandler: (error, socket) => {
      parts.log.debug({ err: error }, 'feed socket failed');
      socket.terminate();
    },
    preClose(done) {
      const clients = [...this.websocketServer.clients];
      for (const client of clients) client.close(GOING_AWAY, 'the box is stopping');
      const timer = setTimeout(() => clients.forEach((client) => client.terminate()), CLOSE_MS);
      this.websocketServer.close(() => {
        clearTimeout(timer);
        done();
      });
    },
  });
  await app.register(fastifyStatic, { root: '/', serve: false });
  guard(app, new Set(parts.hostNames ?? []));
  answerFailures(app, parts.log);

  app.get(
    '/healthz',
    { schema: { operationId: 'health', summary: 'What is well and what is not', response: healthAnswers } },
    async (_request, reply) => {
      const report = await parts.health();
      return reply.code(report.status === 'failing' ? 503 : 200).send(report);
    },
  );
  await app.register(
    async (api) => {
      feedRoute(api, parts.feed, parts.log);
      await api.register(recordRoutes(parts.readers));
      await api.register(traceRoutes(parts.traces, parts.isLocal));
      await api.register(lineRoutes(parts.lines, parts.isLocal));
      await api.register(outboundRoutes(parts.outbound));
      await api.register(shopRoutes(parts.shop));
      await api.register(costRoutes(parts.costs));
      await api.register(surveyRoutes(parts.surveys));
      await api.register(alertRoutes(parts.alerts, parts.isLocal));
    },
    { prefix: '/api/v1' },
  );
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  if (parts.consoleFolder !== null) await app.register(consolePages(parts.consoleFolder));
  await app.ready();
  return app;
};

const healthAnswers = { 200: HealthReport, 503: HealthReport };

const OPENAPI = {
  openapi: '3.1.0',
  info: {
    title: 'Pilotlight',
    version: '1',
    description: 'Calls, jobs and health of one box. The live feed is the WebSocket /api/v1/feed.',
  },
} as const;
