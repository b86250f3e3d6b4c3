import { accessGate } from '#api/access-gate.ts';
import { stateIn } from '#api/access-parts.ts';
import { buildServer } from '#api/server.ts';
import { storeReaders } from '#api/store-readers.ts';
import { AuditKeeper } from '#core/audit-keeper.ts';
import { openLocalSocket, type LocalSocket } from '#core/local-socket.ts';
import { openAccessShop, type AccessShop } from '#fixtures/access/shop.ts';
import { silentLog } from '#observe/log.ts';
import { coreSocketPath } from '#shared/link/socket.ts';
import { apiParts } from './api-parts.ts';

/** Core's real API, with its gate and who may come in from a real database; what goes on otherwise is in memory. */
export interface AccessApi extends AccessShop {
  readonly app: Awaited<ReturnType<typeof buildServer>>;
  readonly keeper: AuditKeeper;
}

/** @param headFile where the head of the audit log goes too */
export const openAccessApi = async (headFile: string | null = null): Promise<AccessApi> => {
  const office = await openAccessShop();
  const { clock, folder, shop, store } = office;
  const { businessId } = shop;
  const keeper = new AuditKeeper({ store, log: silentLog(), headFile });
  const isLocal = (request: Parameters<LocalSocket['isLocal']>[0]): boolean => local.isLocal(request);
  const app = await buildServer(
    apiParts({
      gate: accessGate({ store, businessId, clock, log: silentLog(), isLocal, otherwise: null }),
      watch: keeper,
      businessId,
      access: { store, businessId, clock, audit: keeper, state: stateIn(store) },
      readers: (business) => storeReaders(store.for(business)),
    }),
  );
  const local = await openLocalSocket(coreSocketPath(folder), (request, response) => app.routing(request, response));
  return {
    ...office,
    app,
    keeper,
    async [Symbol.asyncDispose]() {
      await local.close();
      await app.close();
      await office[Symbol.asyncDispose]();
    },
  };
};
