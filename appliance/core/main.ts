import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFeedHub } from '#api/feed-hub.ts';
import { buildServer } from '#api/server.ts';
import { accessGate } from '#api/access-gate.ts';
import { stateIn } from '#api/access-parts.ts';
import { officePrincipal } from '#api/open-gate.ts';
import { storeReaders } from '#api/store-readers.ts';
import { createImporter } from '#jobs/imports/importer.ts';
import { openLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { databaseAddress } from '#shared/config/database.ts';
import { databaseFile } from '#shared/data-folder.ts';
import { configuredLines } from '#shared/config/lines.ts';
import { PilotError, isPilotError, messageOf } from '#shared/errors.ts';
import { coreSocketPath, linkSocketPath } from '#shared/link/socket.ts';
import { FATAL_EXIT, announceReady, onStop, readLaunch } from '#shared/process.ts';
import { alertsOf } from './alerts.ts';
import { AuditKeeper } from './audit-keeper.ts';
import { answerOnce } from '#store/idempotency/answer-once.ts';
import { createRotation } from '#store/keys/rotation.ts';
import { confirmShop } from '#store/shop/book.ts';
import { CallRouter } from './calls/router.ts';
import { openDesk } from './desk.ts';
import { LineBoard } from './lines/board.ts';
import { nextEpoch } from './epoch.ts';
import { Troubles, healthOf } from './health.ts';
import { surveysOf } from './surveys.ts';
import { OutboundBoard } from './outbound/board.ts';
import { openLinkServer } from './link-server.ts';
import { openLocalSocket, type LocalSocket } from './local-socket.ts';
import { startOutbox } from './outbox.ts';
import { SearchWalk } from './search-walk.ts';
import { traceSource } from './trace-source.ts';

/** Core: owns the records and the decisions. Starts the link first, so that a call waits as little as can be. */
const start = async (): Promise<void> => {
  const { config, clockOffsetMs } = readLaunch();
  const log = openLog('core');
  const clock = systemClock(clockOffsetMs);
  const { dataFolder } = config;
  const closeTracing = await tracingTo(config.telemetry.otlp);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const troubles = new Troubles();
  const desk = await openDesk({
    dataFolder,
    postgres: databaseAddress(config.database),
    clock,
    log,
    playbook: config.playbook,
    gazetteer: config.gazetteer,
    demoShop: config.demoShop,
    shop: config.shop,
    transfer: config.transfer,
    cost: config.cost,
    premium: config.speech.premium !== null,
    llm: config.llm,
    outbound: config.outbound,
    troubles,
  });
  const feed = createFeedHub(
    {
      shop: desk.shop.name,
      ring: config.sip.port === 0 ? '' : `sip:box@${config.sip.host}:${config.sip.port}`,
      zone: desk.shop.zone,
      bench: config.speech.stt.model === 'bench',
    },
    () => clock.now(),
  );
  const router = new CallRouter(desk, feed, troubles);
  const lines = new LineBoard({
    store: desk.store,
    clock,
    log,
    configured: configuredLines(config),
    zone: desk.shop.zone,
    states: () => (router.connected ? router.lines : null),
    calls: () => feed.snapshot().calls.filter((call) => call.ended === null),
    push: (modes) => router.tellModes(modes),
  });
  await lines.start();
  router.onLineChanged = () => lines.changed();
  const link = await openLinkServer(
    { socketPath: linkSocketPath(dataFolder), epoch: nextEpoch(dataFolder), log },
    router,
  );
  const outbound = new OutboundBoard({
    store: desk.store,
    clock,
    log,
    config: config.outbound,
    zone: desk.shop.zone,
    survey: () => desk.books.current.playbook.survey,
    dial: (dial) => router.dial(dial),
    connected: () => router.connected,
  });
  router.onRing = (attempt, body) => outbound.told(attempt, body);
  outbound.start();
  desk.costs.start();
  const outbox = startOutbox({ desk, smtp: config.smtp, log });
  const { businessId } = desk.store;
  const keeper = new AuditKeeper({ store: desk.db, log, headFile: config.audit.headFile });
  keeper.start();
  const searchWalk = new SearchWalk(desk.store, log);
  searchWalk.start();
  const imports = createImporter({
    shop: desk.store,
    store: { file: databaseFile(dataFolder), postgres: databaseAddress(config.database) },
    folder: join(dataFolder, 'imports'),
    clock,
    log,
  });
  const server = await buildServer({
    gate: accessGate({
      store: desk.db,
      businessId,
      clock,
      log,
      isLocal: (request) => local.isLocal(request),
      otherwise: officePrincipal(businessId),
    }),
    watch: keeper,
    access: { store: desk.db, businessId, clock, audit: keeper, state: stateIn(desk.db) },
    answers: { once: (asked, work) => answerOnce(desk.db.for(asked.businessId), asked, work) },
    cursorKey: desk.db.keyFor('api.cursor'),
    businessId,
    shop: {
      read: () => desk.store.shopBook(),
      windows: (query) => desk.store.windows(query, clock.now()),
      async confirm(who) {
        await desk.store.transaction((tx) => confirmShop(tx, who));
        await lines.changed();
        return desk.store.shopBook();
      },
    },
    search: {
      find: (business, text, among) => desk.db.for(business).search(text, among),
      again: () => searchWalk.again(),
    },
    readers: (business) => storeReaders(desk.db.for(business)),
    lines,
    outbound,
    alerts: alertsOf(desk.store),
    costs: desk.costs,
    surveys: surveysOf(desk),
    keys: createRotation(desk.db, join(dataFolder, 'field.key')),
    imports,
    feed,
    traces: traceSource((ask) => router.ask(ask), desk.store),
    health: () =>
      healthOf({
        desk,
        voiceConnected: () => router.connected,
        lines: () => router.lines,
        engines: () => router.engines,
        config,
        troubles,
      }),
    consoleFolder: fileURLToPath(new URL('../../desktop/console/dist', import.meta.url)),
    log,
  });
  const local: LocalSocket = await openLocalSocket(coreSocketPath(dataFolder), (request, response) =>
    server.routing(request, response),
  );
  const httpPort = await listen(server, config.http.host, config.http.port);
  onStop(async () => {
    lines.stop();
    outbound.stop();
    router.close();
    await link.close();
    await local.close();
    await server.close();
    await imports.stop();
    await outbox.stop();
    await keeper.stop();
    await searchWalk.stop();
    await desk.costs.stop();
    await desk[Symbol.asyncDispose]();
    await closeTracing();
  });
  await imports.resume();
  announceReady({ httpPort });
  log.info({ httpPort, business: desk.shop.name }, 'core is ready');
};

/** Loaded only where a collector is named: a core that starts again in mid-call has no time for what it does not use. */
const tracingTo = async (collector: string | null): Promise<() => Promise<void>> => {
  if (collector === null) return () => Promise.resolve();
  const { openTracing } = await import('#observe/tracing.ts');
  return openTracing('core', collector);
};

const listen = async (server: Awaited<ReturnType<typeof buildServer>>, host: string, port: number): Promise<number> => {
  try {
    await server.listen({ host, port });
  } catch (cause) {
    const taken = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw new PilotError(
      taken ? 'http_port_taken' : 'http_port',
      `the console cannot listen on ${host}:${port}: ${messageOf(cause)}`,
      {
        cause,
        fix: taken
          ? 'Stop the program that uses the port, or set http.port to another one.'
          : 'Set http.host to an address of this machine.',
      },
    );
  }
  const address = server.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
};

try {
  await start();
} catch (error) {
  process.stderr.write(`core: ${messageOf(error)}\n`);
  if (isPilotError(error)) {
    if (error.fix) process.stderr.write(`What to do: ${error.fix}\n`);
    process.exit(error.retryable ? 1 : FATAL_EXIT);
  }
  throw error;
}
