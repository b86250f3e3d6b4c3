import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { listenFeed } from '#shared/api/routes/box.ts';
import { isPilotError } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';
import { FeedClient } from './feed-client.ts';
import type { FeedHub } from './feed-hub.ts';
import { admit } from './gate.ts';
import { mountSocket } from './mount.ts';

/** More pages than any office opens; past it the newcomer is refused, and told so. */
const MAX_CLIENTS = 64;
const TICK_MS = 1_000;
/** How often it is looked up whether a listener may still listen: who logged out, or was shut out, hears nothing more. */
const ASK_EVERY_TICKS = 2;
/** RFC 6455 section 7.4.1: 1008, policy. */
const NO_LONGER = 1008;
/** RFC 6455 section 7.4.1, and the registry it opened: 1013 is "try again later". */
const TRY_AGAIN_LATER = 1013;

/** The live feed as a WebSocket: see shared/api/feed.ts for what is sent. */
export const feedRoute = (app: FastifyInstance, feed: FeedHub, log: Log): void => {
  const clients = new Map<FeedClient, { readonly socket: WebSocket; readonly request: FastifyRequest }>();
  const { gate } = app.doors;
  const askAgain = async (client: FeedClient): Promise<void> => {
    const open = clients.get(client);
    if (open === undefined) return;
    // Where it cannot be looked up for the moment, nobody is sent away.
    const known = await admit(gate, listenFeed, open.request).catch((error: unknown) =>
      isPilotError(error) && error.code.startsWith('access.') ? null : undefined,
    );
    if (known !== null) return;
    clients.delete(client);
    open.socket.close(NO_LONGER, 'no longer logged in');
  };
  let ticks = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    for (const client of clients.keys()) client.tick(now);
    ticks += 1;
    if (ticks % ASK_EVERY_TICKS === 0) for (const client of clients.keys()) void askAgain(client);
  }, TICK_MS);
  const stop = feed.listen((change) => {
    const now = performance.now();
    for (const client of clients.keys()) {
      try {
        client.change(change, now);
      } catch (error) {
        // One broken page must not keep the news from the others, nor from the call that made it.
        log.warn({ err: error }, 'feed client dropped');
        clients.delete(client);
        client.drop();
      }
    }
  });
  app.addHook('onClose', async () => {
    clearInterval(timer);
    stop();
  });

  mountSocket(app, listenFeed, (socket, request) => {
    if (clients.size >= MAX_CLIENTS) {
      log.warn({ clients: clients.size }, 'feed refused a client: too many pages are open');
      socket.close(TRY_AGAIN_LATER, 'too many pages are open');
      return;
    }
    const client = new FeedClient(
      {
        get bufferedAmount() {
          return socket.bufferedAmount;
        },
        send: (text) => socket.send(text, ignoreFailure),
        ping: () => socket.ping(),
        terminate: () => socket.terminate(),
      },
      () => feed.snapshot(),
      performance.now(),
    );
    clients.set(client, { socket, request });
    socket.on('pong', () => client.pong());
    socket.on('close', () => clients.delete(client));
  });
};

/** A send that fails is followed by the socket's `close`, which is where the client is let go. */
const ignoreFailure = (): void => undefined;
