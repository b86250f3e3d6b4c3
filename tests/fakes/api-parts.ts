import { createFeedHub } from '#api/feed-hub.ts';
import { openGate } from '#api/open-gate.ts';
import type { ServerParts } from '#api/server.ts';
import { silentLog } from '#observe/log.ts';
import { MemoryAlerts } from './memory-alerts.ts';
import { MemoryAnswers } from './memory-answers.ts';
import { MemoryCosts } from './memory-costs.ts';
import { MemoryImports } from './memory-imports.ts';
import { MemoryLines } from './memory-lines.ts';
import { MemoryOutbound } from './memory-outbound.ts';
import { MemoryReaders } from './memory-readers.ts';
import { MemorySearch } from './memory-search.ts';
import { MemoryShop } from './memory-shop.ts';
import { MemorySurveys } from './memory-surveys.ts';
import { MemoryTraces } from './memory-traces.ts';

const noAccounts = (): never => {
  throw new Error('there are no accounts in memory: see access-api.ts');
};

/** The business of `apiParts`. */
export const BUSINESS = 'business-1';

/**
 * All that the API's server needs, in memory and empty; everybody who asks is the office.
 * @param parts what the test looks at
 */
export const apiParts = (parts: Partial<ServerParts> = {}): ServerParts => ({
  gate: openGate(BUSINESS, () => false),
  watch: { asked: async () => undefined },
  access: {
    store: {
      for: noAccounts,
      whereIs: { token: noAccounts, invite: noAccounts, pairing: noAccounts, email: noAccounts },
    },
    businessId: BUSINESS,
    clock: { now: () => 0, monotonic: () => 0 },
    audit: { publicKey: '', heads: async () => [] },
    state: async () => ({ shop: 'Shop', claimed: true }),
  },
  answers: new MemoryAnswers(),
  cursorKey: Buffer.alloc(32, 7),
  businessId: BUSINESS,
  shop: new MemoryShop(),
  search: new MemorySearch(),
  readers: () => new MemoryReaders(),
  lines: new MemoryLines(() => 0),
  outbound: new MemoryOutbound(),
  alerts: new MemoryAlerts(),
  costs: new MemoryCosts(),
  imports: new MemoryImports(),
  surveys: new MemorySurveys(),
  keys: { step: async () => ({ state: 'done', keyId: 'newest', resealed: 0, broken: 0 }) },
  feed: createFeedHub({ shop: 'Shop', ring: '', zone: 'America/New_York', bench: true }, () => 0),
  health: async () => ({ status: 'ok', checks: [] }),
  traces: new MemoryTraces(),
  consoleFolder: null,
  log: silentLog(),
  ...parts,
});
