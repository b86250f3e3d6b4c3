import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import type { WebSocket } from 'ws';
import { actorOf, type Principal } from '#shared/access/principal.ts';
import {
  fullPath,
  isPaged,
  isSparse,
  usualStatus,
  type BodyOf,
  type FileContent,
  type HeadersOf,
  type ParamsOf,
  type QueryOf,
  type ReplyOf,
  type Route,
} from '#shared/api/define-route.ts';
import { PilotError } from '#shared/errors.ts';
import type { Answers } from './answers.ts';
import type { Cursors } from './cursor.ts';
import { admit, type Gate } from './gate.ts';
import { isWatched, type Watch } from './watch.ts';
import { refuseNul } from './nul.ts';
import { wantedFields, withFields } from './sparse.ts';
import { etagOf, versionIn } from './versions.ts';

/** What stands before every route. */
export interface Doors {
  readonly gate: Gate;
  readonly answers: Answers;
  readonly cursors: Cursors;
  readonly watch: Watch;
}

declare module 'fastify' {
  interface FastifyInstance {
    doors: Doors;
  }
  interface FastifyRequest {
    /** Who asks; null where anyone may. */
    principal: Principal | null;
  }
  interface FastifyContextConfig {
    route?: Route;
  }
}

type Shown<T> = T extends object ? { readonly [K in keyof T]: Shown<T[K]> } : T;

/** A request that was let in and is valid. */
export interface Asked<R extends Route> {
  readonly params: ParamsOf<R>;
  /** `after` is the place that the store gave as `next`. */
  readonly query: QueryOf<R>;
  readonly headers: HeadersOf<R>;
  readonly body: BodyOf<R>;
  /** Null only where anyone may ask. */
  readonly principal: R extends { readonly permission: 'anyone' } ? Principal | null : Principal;
  /** The version that is to be changed; a number wherever a change must name it. */
  readonly ifMatch: R extends { readonly versioned: true; readonly method: 'PATCH' | 'PUT' | 'DELETE' }
    ? number
    : number | null;
  readonly idempotencyKey: string | null;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** @returns the body of the answer; the reply itself where it was sent otherwise, as files are */
export type Handler<R extends Route> = (
  asked: Asked<R>,
) => Shown<ReplyOf<R>> | FastifyReply | Promise<Shown<ReplyOf<R>> | FastifyReply>;

/** Before any route is mounted. */
export const openDoors = (app: FastifyInstance, doors: Doors): void => {
  app.decorate('doors', doors);
  app.decorateRequest('principal', null);
};

/** Serves a route: whoever may not ask is refused first, then what is asked is checked, and only what its schema has is answered. */
export const mount = <R extends Route>(app: FastifyInstance, route: R, handler: Handler<R>): void => {
  const { gate } = app.doors;
  const status = usualStatus(route);
  app.route({
    method: route.method,
    url: fullPath(route),
    config: { route },
    schema: schemaOf(route),
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    ...(isSparse(route) ? { onSend: sendFields(route) } : {}),
    onRequest: async (request) => {
      request.principal = await admit(gate, route, request);
    },
    handler: async (request, reply) => {
      const asked = askedOf(app, route, request, reply) as Asked<R>;
      if (isWatched(route)) await app.doors.watch.asked(route, asked.principal, asked);
      reply.code(status);
      const result = route.creates === true ? await createOnce(app, route, asked, handler) : await handler(asked);
      if (result === reply || reply.sent) return reply;
      return reply.send(shownOf(app, route, request, reply, result));
    },
  });
};

/** Serves a WebSocket; whoever may not listen is refused before the upgrade. */
export const mountSocket = (
  app: FastifyInstance,
  route: Route & { readonly socket: true },
  open: (socket: WebSocket, request: FastifyRequest) => void,
): void => {
  const { gate } = app.doors;
  app.route({
    method: route.method,
    url: fullPath(route),
    config: { route },
    onRequest: async (request) => {
      request.principal = await admit(gate, route, request);
    },
    handler: () => {
      throw new PilotError('api.upgrade', 'This address speaks WebSocket.', { fix: 'Open it as a WebSocket.' });
    },
    wsHandler: open,
  });
};

const isFile = (content: object): content is FileContent => 'file' in content;

const schemaOf = (route: Route): FastifySchema => ({
  ...(route.params === undefined ? {} : { params: route.params }),
  ...(route.query === undefined ? {} : { querystring: route.query }),
  ...(route.headers === undefined ? {} : { headers: route.headers }),
  ...(route.body === undefined || isFile(route.body) ? {} : { body: route.body }),
  response: Object.fromEntries(Object.entries(route.replies).filter(([, reply]) => reply !== null && !isFile(reply))),
});

const askedOf = (app: FastifyInstance, route: Route, request: FastifyRequest, reply: FastifyReply): Asked<Route> => {
  const query = (request.query ?? {}) as { readonly after?: string };
  refuseNul(request.params, query, route.body !== undefined && isFile(route.body) ? null : request.body);
  if (isSparse(route)) wantedFields(route, query);
  const { after } = query;
  const place = isPaged(route) && after !== undefined ? app.doors.cursors.read(listOf(route, request), after) : after;
  return {
    params: request.params ?? {},
    query: place === undefined ? query : { ...query, after: place },
    headers: request.headers,
    body: request.body as undefined,
    principal: request.principal as Principal,
    ifMatch: versionIn(route, request.headers['if-match']),
    idempotencyKey: route.creates === true ? keyIn(request.headers['idempotency-key']) : null,
    request,
    reply,
  };
};

/** RFC 8941 would quote it; clients send it both ways. */
const keyIn = (header: string | string[] | undefined): string | null => {
  if (header === undefined) return null;
  if (typeof header === 'string' && /^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw new PilotError('api.key', 'This is no Idempotency-Key.', {
    fix: 'Send 1 to 255 visible ASCII characters, a new random one for each thing to create.',
  });
};

const createOnce = async <R extends Route>(
  app: FastifyInstance,
  route: R,
  asked: Asked<R>,
  handler: Handler<R>,
): Promise<unknown> => {
  const { idempotencyKey: key, principal, reply } = asked;
  if (key === null || principal === null) return handler(asked);
  const { businessId } = principal;
  const creation = { businessId, actor: actorOf(principal), route: route.id, key, wish: [asked.params, asked.body] };
  const answer = await app.doors.answers.once(creation, async () => {
    const body = await handler(asked);
    return { status: reply.statusCode, body };
  });
  reply.code(answer.status);
  return answer.body;
};

const listOf = (route: Route, request: FastifyRequest): string => `${route.id} ${request.principal?.businessId ?? ''}`;

const shownOf = (
  app: FastifyInstance,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  body: unknown,
): unknown => {
  const etag = etagOf(route, body);
  if (etag !== null) reply.header('etag', etag);
  if (!isPaged(route)) return body;
  const page = body as { readonly next: string | null };
  return { ...page, next: page.next === null ? null : app.doors.cursors.sign(listOf(route, request), page.next) };
};

const sendFields =
  (route: Route) =>
  async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
    if (reply.statusCode >= 300 || typeof payload !== 'string') return payload;
    const wanted = wantedFields(route, request.query);
    return wanted === null ? payload : withFields(route, wanted, payload);
  };
