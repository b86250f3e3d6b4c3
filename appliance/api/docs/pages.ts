import type { FastifyInstance } from 'fastify';
import type { Route } from '#shared/api/define-route.ts';
import { DOCS_STYLE, docsPage } from './page.ts';

/** `/docs`: the API, told by the box itself. */
export const docsPages = (app: FastifyInstance, routes: readonly Route[]): void => {
  let page: string | null = null;
  app.get('/docs', async (_request, reply) => {
    page ??= docsPage(routes);
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  });
  app.get('/docs.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(DOCS_STYLE));
};
