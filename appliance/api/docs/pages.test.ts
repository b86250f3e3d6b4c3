import { expect, it } from 'vitest';
import { apiParts } from '#fakes/api-parts.ts';
import { fullPath } from '#shared/api/define-route.ts';
import { ROUTES } from '#shared/api/routes/all.ts';
import { buildServer } from '../server.ts';

it('shows every route with its permission and its problems, without script and with nothing from elsewhere', async () => {
  await using app = await buildServer(apiParts());
  const headers = { host: 'localhost' };
  const page = await app.inject({ url: '/docs', headers });
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  for (const route of ROUTES) {
    expect(page.body).toContain(`<code>${route.method} ${fullPath(route)}</code>`);
    expect(page.body).toContain(`${route.id}, takes: ${route.permission}`);
  }
  expect(page.body).toContain('<code>line.mode</code>');
  expect(page.body).toContain('overflowSeconds?: integer');
  expect(page.body).not.toMatch(/<script|<style|https?:\/\//);
  expect((await app.inject({ url: '/docs.css', headers })).headers['content-type']).toBe('text/css; charset=utf-8');
});
