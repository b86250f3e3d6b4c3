import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { apiParts } from '#fakes/api-parts.ts';
import { fullPath, type Route } from '#shared/api/define-route.ts';
import { ROUTES } from '#shared/api/routes/all.ts';
import { buildServer } from './server.ts';

const nameOf = (route: Pick<Route, 'method' | 'path' | 'root'>): string => `${route.method} ${fullPath(route)}`;

it('every route is served, and has a name and an address of its own', async () => {
  await using app = await buildServer(apiParts());
  const missing = ROUTES.filter((route) => !app.hasRoute({ method: route.method, url: fullPath(route) }));
  expect(missing.map(nameOf)).toEqual([]);
  expect(new Set(ROUTES.map(({ id }) => id)).size).toBe(ROUTES.length);
  expect(new Set(ROUTES.map(nameOf)).size).toBe(ROUTES.length);
});

it('every change of a record names the version it is made to', () => {
  const blind = ROUTES.filter(({ method, versioned }) => method !== 'GET' && method !== 'POST' && versioned !== true);
  expect(blind.map(nameOf)).toEqual([]);
});

it('is described by openapi.json as committed', async () => {
  await using app = await buildServer(apiParts());
  const file = new URL('openapi.json', import.meta.url);
  const now = (await app.inject({ url: '/api/v1/openapi.json', headers: { host: 'localhost' } })).json();
  if (process.env['UPDATE_API_SNAPSHOT'] === '1') await writeFile(file, `${JSON.stringify(now, null, 2)}\n`);
  const committed = JSON.parse(await readFile(file, 'utf8'));
  expect(now, 'the API changed: run this test with UPDATE_API_SNAPSHOT=1 and review the difference').toEqual(committed);
});
