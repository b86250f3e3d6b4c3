import type { FastifyInstance } from 'fastify';
import type { Permission } from '#shared/access/permissions.ts';
import { rebuildSearch, search } from '#shared/api/routes/search.ts';
import { SEARCH_KINDS, type SearchKind } from '#shared/api/search.ts';
import type { Hit } from '#shop/search/rank.ts';
import { mount } from './mount.ts';

/** The search over everything. */
export interface Search {
  /** @throws PilotError `search.busy`, `search.failed` */
  find(
    businessId: string,
    text: string,
    among: { readonly kinds: readonly SearchKind[]; readonly limit: number },
  ): Promise<readonly Hit[]>;
  /** Begins to make every record of the box's own business findable anew. */
  again(): Promise<void>;
}

/** What somebody must be allowed to read to find it. */
const READ: Readonly<Record<SearchKind, Permission>> = {
  customer: 'customers.read',
  location: 'customers.read',
  job: 'jobs.read',
  equipment: 'customers.read',
  technician: 'schedule.read',
  call: 'calls.read',
};

/** Finding records of any business: each finds only what they may read. */
export const searchRoutes = (app: FastifyInstance, records: Search): void => {
  mount(app, search, async ({ principal, query: { q, kinds, limit } }) => {
    const wanted: readonly string[] = kinds?.split(',') ?? SEARCH_KINDS;
    const readable = SEARCH_KINDS.filter((kind) => wanted.includes(kind) && principal.permissions.has(READ[kind]));
    return {
      hits: readable.length === 0 ? [] : await records.find(principal.businessId, q, { kinds: readable, limit }),
    };
  });
};

export const rebuildRoute = (app: FastifyInstance, records: Search): void => {
  mount(app, rebuildSearch, async () => {
    await records.again();
    return { started: true };
  });
};
