import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFeedHub } from '#api/feed-hub.ts';
import { buildServer } from '#api/server.ts';
import { openLocalSocket, type LocalSocket } from '#core/local-socket.ts';
import { silentLog } from '#observe/log.ts';
import { coreSocketPath } from '#shared/link/socket.ts';
import { MemoryAlerts } from './memory-alerts.ts';
import { MemoryCosts } from './memory-costs.ts';
import { MemoryLines } from './memory-lines.ts';
import { MemoryOutbound } from './memory-outbound.ts';
import { MemoryReaders } from './memory-readers.ts';
import { MemoryShop } from './memory-shop.ts';
import { MemorySurveys } from './memory-surveys.ts';
import { MemoryTraces } from './memory-traces.ts';

/** Core's real API on the Unix socket of a data folder of its own, over records in memory. */
export interface CoreApi extends AsyncDisposable {
  readonly folder: string;
  /** Nobody answers on the socket any more. */
  goAway(): Promise<void>;
  readonly app: Awaited<ReturnType<typeof buildServer>>;
}

/** @param parts what the test looks at; the rest is empty */
export const openCoreApi = async (
  parts: Partial<
    Pick<Parameters<typeof buildServer>[0], 'shop' | 'lines' | 'outbound' | 'alerts' | 'costs' | 'surveys'>
  > = {},
): Promise<CoreApi> => {
  const folder = await mkdtemp(join(tmpdir(), 'pilot-core-api-'));
  const app = await buildServer({
    shop: new MemoryShop(),
    readers: new MemoryReaders(),
    lines: new MemoryLines(() => 0),
    outbound: new MemoryOutbound(),
    alerts: new MemoryAlerts(),
    costs: new MemoryCosts(),
    surveys: new MemorySurveys(),
    feed: createFeedHub({ shop: '', ring: '', zone: 'UTC', bench: true }, () => 0),
    health: async () => ({ status: 'ok', checks: [] }),
    traces: new MemoryTraces(() => 0),
    isLocal: (request) => local.isLocal(request),
    consoleFolder: null,
    log: silentLog(),
    ...parts,
  });
  const local: LocalSocket = await openLocalSocket(coreSocketPath(folder), (request, response) =>
    app.routing(request, response),
  );
  return {
    folder,
    app,
    goAway: () => local.close(),
    async [Symbol.asyncDispose]() {
      await local.close();
      await app.close();
      await rm(folder, { recursive: true });
    },
  };
};
