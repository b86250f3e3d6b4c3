import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildServer } from '#api/server.ts';
import { openGate } from '#api/open-gate.ts';
import { openLocalSocket, type LocalSocket } from '#core/local-socket.ts';
import { coreSocketPath } from '#shared/link/socket.ts';
import { apiParts, BUSINESS } from './api-parts.ts';

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
    Pick<
      Parameters<typeof buildServer>[0],
      'search' | 'shop' | 'lines' | 'imports' | 'outbound' | 'alerts' | 'costs' | 'surveys'
    >
  > = {},
): Promise<CoreApi> => {
  const folder = await mkdtemp(join(tmpdir(), 'pilot-core-api-'));
  const gate = openGate(BUSINESS, (request) => local.isLocal(request));
  const app = await buildServer(apiParts({ gate, ...parts }));
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
