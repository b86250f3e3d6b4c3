import { createServer } from 'node:http';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { dirname } from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The API on a Unix socket that only this user can open: the door of the `pilot` command. */
export interface LocalSocket {
  /** Whether a request came in by it: whoever may open it is this user. */
  isLocal(request: IncomingMessage): boolean;
  close(): Promise<void>;
}

/**
 * Listens at `path`; a socket left there by an earlier run is replaced, for core has made sure that no other one runs.
 * @param answer serves a request
 */
export const openLocalSocket = async (
  path: string,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<LocalSocket> => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  rmSync(path, { force: true });
  const sockets = new WeakSet<Socket>();
  const http = createServer({ requestTimeout: 10_000 }, answer);
  http.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return {
    isLocal: (request) => sockets.has(request.socket),
    close: async () => {
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
};
