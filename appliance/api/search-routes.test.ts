import { expect, it } from 'vitest';
import { apiParts, BUSINESS } from '#fakes/api-parts.ts';
import { MemorySearch } from '#fakes/memory-search.ts';
import type { Permission } from '#shared/access/permissions.ts';
import { buildServer } from './server.ts';

const asked = async (permissions: readonly Permission[], query: string): Promise<readonly [number, string[]]> => {
  const search = new MemorySearch();
  const principal = {
    kind: 'token',
    id: 't',
    name: 'Till',
    businessId: BUSINESS,
    role: null,
    permissions: new Set(permissions),
  } as const;
  await using app = await buildServer(apiParts({ search, gate: { principalOf: async () => principal } }));
  const { statusCode } = await app.inject({ url: `/api/v1/search?${query}`, headers: { host: 'localhost' } });
  return [statusCode, search.asked];
};

it('looks only among what whoever asks may read, in their own business', async () => {
  expect(await asked(['search', 'jobs.read', 'calls.read'], 'q=dana')).toEqual([200, [`${BUSINESS} dana job,call`]]);
  expect(await asked(['search', 'jobs.read'], 'q=dana&kinds=customer,job')).toEqual([200, [`${BUSINESS} dana job`]]);
  expect(await asked(['search', 'jobs.read'], 'q=dana&kinds=customer')).toEqual([200, []]);
  expect(await asked(['customers.read'], 'q=dana')).toEqual([403, []]);
});
