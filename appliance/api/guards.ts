import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PilotError } from '#shared/errors.ts';

/**
 * The host name in a Host header or an origin's authority, without port and brackets, in lower case.
 * @param authority `box.local:8080`, `[::1]:8080`
 */
export const hostName = (authority: string): string =>
  authority
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();

/**
 * A web page elsewhere can point a name of its own at this box and read what we answer (DNS rebinding): so we answer only
 * to addresses, to localhost, and to the names the box was given.
 */
export const isKnownHost = (authority: string | undefined, names: ReadonlySet<string>): boolean => {
  if (authority === undefined) return false;
  const name = hostName(authority);
  return name === 'localhost' || isIP(name) !== 0 || names.has(name);
};

/** Browsers send `Origin` with every upgrade and every change; a page of another origin may do neither. Programs send none. */
export const isSameOrigin = (origin: string | undefined, authority: string | undefined): boolean => {
  if (origin === undefined) return true;
  if (authority === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === authority.toLowerCase();
};

/** The page may load what the box serves, and nothing else: no inline code or style, no frame around it. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What every answer carries. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Refuses strangers before any route runs, and sets the headers that every answer carries. */
export const guard = (app: FastifyInstance, names: ReadonlySet<string>): void => {
  app.addHook('onRequest', async (request: FastifyRequest, reply) => {
    reply.headers(HEADERS);
    if (request.url.startsWith('/api/') || request.url === '/healthz') reply.header('cache-control', 'no-store');
    if (!isKnownHost(request.headers.host, names)) {
      throw new PilotError('api.host_unknown', 'This box does not answer to that name.', {
        fix: 'Open it by its address, or add the name to the configuration.',
      });
    }
    const acts = request.ws || !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    if (acts && !isSameOrigin(request.headers.origin, request.headers.host)) {
      throw new PilotError(
        'api.foreign_origin',
        'A page of another site may neither listen to this box nor change it.',
        {
          fix: 'Open the console that this box serves.',
        },
      );
    }
  });
};
