import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import type { Timers } from '../timers.ts';
import { Connection, STREAM_LIMITS, type StreamLimits } from './connection.ts';
import { listenFault } from './listen-fault.ts';
import { plainAddress } from './peers.ts';
import type { DataHandler, Endpoint, Protocol, Target, Transport } from './transport.ts';

export interface StreamOptions {
  /** Local address of connections, ours and theirs. */
  readonly host: string;
  /** Where to listen, 0 lets the system choose; null only connects to others. */
  readonly port: number | null;
  /** Who may connect; anybody else is closed without a byte. */
  readonly mayConnect: (address: string) => boolean;
  readonly timers: Timers;
  readonly limits?: Partial<StreamLimits>;
}

/** How a protocol makes its connections out of TCP. */
export interface StreamMaker {
  readonly protocol: Extract<Protocol, 'TCP' | 'TLS'>;
  /** Connects; `ready` runs when messages may go. */
  connect(to: Target, from: string | undefined, ready: () => void): Socket;
  /** Takes a connection that was let in: the socket that messages come on; `ready` runs when it stands. */
  accept(socket: Socket, ready: () => void): Socket;
  /** Whether what goes to this target may go over that connection of ours to its address. */
  suits(socket: Socket, to: Target): boolean;
  /** Why a connection failed, in words for people. */
  explain(error: Error, to: Endpoint): Error;
  close?(): void;
}

/**
 * The connections of one protocol: those that came in and those we made, found again by where they lead (RFC 3261 section 18).
 * @throws PilotError as `listenFault`
 */
export const openStreams = async (maker: StreamMaker, options: StreamOptions): Promise<Transport> => {
  const { protocol } = maker;
  const limits = { ...STREAM_LIMITS, ...options.limits };
  const connections = new Map<number, Connection>();
  /** Addresses that may not have more connections now, as has been told. */
  const full = new Set<string>();
  let count = 0;
  let open = true;
  let onData: DataHandler = () => {};
  let onError: (error: Error, to: Target | null) => void = () => {};
  let onLost: (peer: Target, error: Error | null) => void = () => {};

  const keep = (socket: Socket, { address, port }: Endpoint, ours: boolean): Connection => {
    const id = ++count;
    const remote = { address, port };
    const peer: Target = { ...remote, protocol, connection: id };
    const connection = new Connection(
      socket,
      { id, remote, ours, timers: options.timers, limits },
      {
        message: (data, fault) => onData(data, peer, fault),
        closed: (error, stood) => {
          connections.delete(id);
          onLost(stood ? peer : { ...remote, protocol }, error && maker.explain(error, remote));
        },
      },
    );
    connections.set(id, connection);
    return connection;
  };

  const isFull = (address: string): boolean =>
    connections.size >= limits.total ||
    [...connections.values()].filter((one) => one.remote.address === address).length >= limits.perPeer;

  const accept = (raw: Socket): void => {
    // Below TLS it has errors of its own, and told to nobody they would end the process.
    raw.on('error', () => {});
    const address = plainAddress(raw.remoteAddress ?? '');
    if (!open || !options.mayConnect(address)) return void raw.destroy();
    if (isFull(address)) {
      raw.destroy();
      // Told once: who asks for more asks often.
      if (!full.has(address)) onError(new Error(`${address} has too many connections open`), null);
      full.add(address);
      return;
    }
    full.delete(address);
    const socket = maker.accept(raw, () => connection.ready());
    const connection: Connection = keep(socket, { address, port: raw.remotePort ?? 0 }, false);
    if (socket === raw) connection.ready();
  };

  const connect = (to: Target): Connection | null => {
    if (connections.size >= limits.total) {
      onError(new Error(`more than ${limits.total} connections`), to);
      return null;
    }
    const wildcard = options.host === '0.0.0.0' || options.host === '::';
    const from = wildcard || isIPv6(options.host) !== isIPv6(to.address) ? undefined : options.host;
    const socket = maker.connect(to, from, () => connection.ready());
    const connection: Connection = keep(socket, to, true);
    return connection;
  };

  const leadingTo = (to: Target): Connection | null => {
    const known = to.connection === undefined ? undefined : connections.get(to.connection);
    if (known) return known;
    for (const one of connections.values()) {
      const { address, port } = one.remote;
      if (address === to.address && port === to.port && maker.suits(one.socket, to)) return one;
    }
    return connect(to);
  };

  const server = options.port === null ? null : createServer({ noDelay: true }, accept);
  if (server && options.port !== null) await listen(server, options.host, options.port, protocol);
  server?.on('error', (error) => onError(error, null));
  const bound = server?.address();
  return {
    protocol,
    local: bound && typeof bound === 'object' ? { address: bound.address, port: bound.port } : null,
    send: (data, to) => {
      if (open) leadingTo(to)?.send(data);
    },
    onData: (handler) => {
      onData = handler;
    },
    onError: (handler) => {
      onError = handler;
    },
    onLost: (handler) => {
      onLost = handler;
    },
    close: async () => {
      if (!open) return;
      open = false;
      maker.close?.();
      const closed = new Promise<void>((resolve) => {
        if (server) server.close(() => resolve());
        else resolve();
      });
      for (const one of connections.values()) one.close();
      await closed;
    },
  };
};

const listen = (server: Server, host: string, port: number, protocol: Protocol): Promise<void> =>
  new Promise((resolve, reject) => {
    const failed = (error: Error): void => reject(listenFault(error, protocol, host, port));
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve();
    });
  });
