import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket, type ConnectionOptions, type SecureContextOptions } from 'node:tls';
import type { Endpoint } from '#voice/sip/transport/transport.ts';
import { LinePeer } from './line-peer.ts';

/** Cuts a stream at Content-Length, and gives keep-alives out as they are; shares no code with ours. */
export const cutInto = (give: (text: string) => void): ((chunk: Buffer) => void) => {
  let held = '';
  return (chunk) => {
    held += chunk.toString('latin1');
    for (;;) {
      const breaks = /^(\r\n)+/.exec(held)?.[0] ?? '';
      if (breaks !== '') {
        give(breaks);
        held = held.slice(breaks.length);
      }
      const head = held.indexOf('\r\n\r\n');
      if (head < 0) return;
      const end = head + 4 + Number(/^Content-Length:\s*(\d+)/im.exec(held.slice(0, head))?.[1] ?? 0);
      if (held.length < end) return;
      give(held.slice(0, end));
      held = held.slice(end);
    }
  };
};

/** A far end on one TCP or TLS connection that a test plays by hand. */
export interface StreamPeer {
  readonly peer: LinePeer;
  readonly socket: Socket;
  /** Settles when the connection has ended. */
  readonly closed: Promise<void>;
}

const peerOn = (socket: Socket, target: Endpoint, local: Endpoint, protocol: 'TCP' | 'TLS'): StreamPeer => {
  const peer = new LinePeer(
    {
      protocol,
      endpoint: local,
      send: (data) => void socket.write(data),
      close: async () => {
        if (socket.closed) return;
        socket.destroy();
        await once(socket, 'close');
      },
    },
    target,
  );
  const from = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
  socket.on(
    'data',
    cutInto((text) => peer.receive(text, from)),
  );
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  return { peer, socket, closed };
};

/**
 * Connects to the agent under test.
 * @param options.tls makes it TLS
 */
export const connectPeer = async (
  target: Endpoint,
  options: { readonly host?: string; readonly tls?: ConnectionOptions } = {},
): Promise<StreamPeer> => {
  const at = { host: target.address, port: target.port, localAddress: options.host ?? '127.0.0.1' };
  const socket = options.tls ? connectTls({ ...at, ...options.tls }) : connect(at);
  await once(socket, options.tls ? 'secureConnect' : 'connect');
  const local = { address: socket.localAddress ?? '', port: socket.localPort ?? 0 };
  return peerOn(socket, target, local, options.tls ? 'TLS' : 'TCP');
};

/** A far end that the agent under test connects to. */
export interface StreamHost extends AsyncDisposable {
  readonly endpoint: Endpoint;
  /** Connections so far. */
  readonly taken: readonly StreamPeer[];
  /** The connection of that number, once it is there. */
  peer(number: number): Promise<StreamPeer>;
}

/** @param options.tls our certificate: makes it TLS */
export const listenAsPeer = async (
  options: { readonly host?: string; readonly port?: number; readonly tls?: SecureContextOptions } = {},
): Promise<StreamHost> => {
  const taken: StreamPeer[] = [];
  const server: Server = createServer((raw) => {
    raw.on('error', () => {});
    const socket = options.tls ? new TLSSocket(raw, { isServer: true, ...options.tls }) : raw;
    const from = { address: raw.remoteAddress ?? '', port: raw.remotePort ?? 0 };
    taken.push(peerOn(socket, from, endpoint, options.tls ? 'TLS' : 'TCP'));
    server.emit('taken');
  });
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  const endpoint = { address: bound.address, port: bound.port };
  return {
    endpoint,
    taken,
    peer: async (number) => {
      while (taken.length <= number) await once(server, 'taken', { signal: AbortSignal.timeout(5_000) });
      const found = taken[number];
      if (!found) throw new Error('no connection');
      return found;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const { socket } of taken) socket.destroy();
      await closed;
    },
  };
};
