import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';

/** The console as it was built. Its assets carry a digest in their names, so they may be kept for good; the page may not. */
export const consolePages =
  (folder: string): FastifyPluginAsync =>
  async (app: FastifyInstance) => {
    const root = resolve(folder);
    if (!existsSync(join(root, 'index.html'))) {
      app.get('/', async (_request, reply) => reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT));
      return;
    }
    await app.register(fastifyStatic, {
      root,
      decorateReply: false,
      index: ['index.html'],
      cacheControl: false,
      setHeaders(reply, path) {
        const kept = path.startsWith(join(root, 'assets'));
        reply.header('cache-control', kept ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  };

const NOT_BUILT = 'The console page is not built yet. Run ./scripts/setup on the box, then load this page again.\n';
