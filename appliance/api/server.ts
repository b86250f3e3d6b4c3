import fastifyStatic from '@fastify/static';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance } from 'fastify';
import type { HealthReport } from '#shared/api/health.ts';
import { describeRoutes } from '#shared/api/openapi.ts';
import { ROUTES } from '#shared/api/routes/all.ts';
import { getDescription, getHealth } from '#shared/api/routes/box.ts';
import { PilotError } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';
import type { AccessParts } from './access-parts.ts';
import { accountRoutes } from './account-routes.ts';
import { alertRoutes } from './alert-routes.ts';
import type { Alerts } from './alerts.ts';
import type { Answers } from './answers.ts';
import { auditRoutes } from './audit-routes.ts';
import { costRoutes, type Costs } from './cost-routes.ts';
import { consolePages } from './console-pages.ts';
import { createCursors } from './cursor.ts';
import { docsPages } from './docs/pages.ts';
import { answerBadAddress, answerFailures } from './failures.ts';
import type { FeedHub } from './feed-hub.ts';
import { feedRoute } from './feed-route.ts';
import type { Gate } from './gate.ts';
import { guard, HEADERS } from './guards.ts';
import { keyRoutes, type Keys } from './key-routes.ts';
import { importRoutes, type Imports } from './import-routes.ts';
import { lineRoutes } from './line-routes.ts';
import type { Lines } from './lines.ts';
import { logInRoutes } from './log-in-routes.ts';
import { mount, openDoors } from './mount.ts';
import type { OutboundCalls } from './outbound.ts';
import { outboundRoutes } from './outbound-routes.ts';
import type { Readers } from './readers.ts';
import { recordRoutes } from './record-routes.ts';
import { rebuildRoute, type Search, searchRoutes } from './search-routes.ts';
import { type ShopBook, shopRoutes } from './shop-routes.ts';
import { surveyRoutes, type Surveys } from './survey-routes.ts';
import { traceRoutes, type TraceSource } from './trace-routes.ts';
import { userRoutes } from './user-routes.ts';
import type { Watch } from './watch.ts';

export interface ServerParts {
  /** Who asks. */
  readonly gate: Gate;
  /** The audit log. */
  readonly watch: Watch;
  /** Logging in, users, tokens, devices. */
  readonly access: AccessParts;
  /** Answers to requests with an Idempotency-Key. */
  readonly answers: Answers;
  /** 32 bytes, for cursors alone. */
  readonly cursorKey: Buffer;
  /** The business whose lines this core answers. */
  readonly businessId: string;
  /** The records of any business. */
  readonly readers: (businessId: string) => Readers;
  readonly search: Search;
  readonly lines: Lines;
  readonly outbound: OutboundCalls;
  readonly alerts: Alerts;
  readonly costs: Costs;
  readonly surveys: Surveys;
  readonly keys: Keys;
  readonly imports: Imports;
  readonly shop: ShopBook;
  readonly feed: FeedHub;
  readonly traces: TraceSource;
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
    // Call-IDs of other makes are long.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1_000 },
    frameworkErrors: (_error, _request, reply) => answerBadAddress(reply.headers(HEADERS)),
    ajv: { customOptions: { removeAdditional: false, allErrors: false } },
  });
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

  openDoors(app, {
    gate: parts.gate,
    answers: parts.answers,
    cursors: createCursors(parts.cursorKey),
    watch: parts.watch,
  });

  mount(app, getHealth, async ({ reply }) => {
    const report = await parts.health();
    if (report.status === 'failing') reply.code(503);
    return report;
  });
  const description = describeRoutes(ROUTES);
  mount(app, getDescription, () => description);
  docsPages(app, ROUTES);
  recordRoutes(app, parts.readers);
  searchRoutes(app, parts.search);
  for (const routes of [logInRoutes, accountRoutes, userRoutes, auditRoutes]) routes(app, parts.access);
  await app.register(async (desk) => {
    desk.addHook('preHandler', async ({ principal }) => {
      if (principal !== null && principal.businessId !== parts.businessId) throw otherBusiness();
    });
    feedRoute(desk, parts.feed, parts.log);
    traceRoutes(desk, parts.traces);
    lineRoutes(desk, parts.lines);
    outboundRoutes(desk, parts.outbound);
    shopRoutes(desk, parts.shop);
    rebuildRoute(desk, parts.search);
    costRoutes(desk, parts.costs);
    surveyRoutes(desk, parts.surveys);
    alertRoutes(desk, parts.alerts);
    keyRoutes(desk, parts.keys);
    importRoutes(desk, parts.imports);
  });
  if (parts.consoleFolder !== null) await app.register(consolePages(parts.consoleFolder));
  await app.ready();
  return app;
};

/** Lines, alerts and what else goes on now is the business's alone whose telephone this core answers. */
const otherBusiness = (): PilotError =>
  new PilotError('access.other_business', 'This box does not answer the telephone of your business.', {
    fix: 'Ask the box that does.',
  });
