import type { FastifyReply, FastifyRequest } from 'fastify';
import { kindOfToken } from '#shared/access/tokens.ts';

/** Over TLS the browser itself holds the cookie to this host and to TLS (RFC 6265bis, `__Host-`). */
const SECURE = '__Host-pilot_session';
const PLAIN = 'pilot_session';

/** The session that a Cookie header (RFC 6265 section 4.2) carries; null for none. */
export const sessionIn = (header: string | undefined): string | null => {
  const cookies = new Map(
    (header ?? '').split(';').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
    }),
  );
  for (const name of [SECURE, PLAIN]) {
    const token = cookies.get(name);
    if (token !== undefined && kindOfToken(token) === 'session') return token;
  }
  return null;
};

/** Gives the browser its session, out of the reach of scripts and of other sites' requests. */
export const setSession = (request: FastifyRequest, reply: FastifyReply, token: string, seconds: number): void => {
  const secure = request.protocol === 'https';
  const cookie = `${secure ? SECURE : PLAIN}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.max(0, Math.floor(seconds))}`;
  void reply.header('set-cookie', secure ? `${cookie}; Secure` : cookie);
};

export const clearSession = (request: FastifyRequest, reply: FastifyReply): void => setSession(request, reply, '', 0);
