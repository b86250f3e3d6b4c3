import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { PilotError } from '#shared/errors.ts';
import type { PortPool } from './ports.ts';

/** The RTP socket on an even port and the RTCP socket on the next one. */
export interface SocketPair {
  readonly port: number;
  readonly rtp: Socket;
  readonly rtcp: Socket;
}

/** Other programs may hold ports of our range; this many are tried before giving up. */
const ATTEMPTS = 20;

const bind = async (host: string, port: number): Promise<Socket> => {
  const family = isIPv6(host) ? 6 : 4;
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    // Only addresses are ever sent to: asking the resolver for each packet would cost more than the packet.
    lookup: (name, _options, callback) => callback(null, name, family),
  });
  // Listened for first: with this lookup the socket may be bound before bind() returns.
  const listening = once(socket, 'listening');
  try {
    socket.bind({ address: host, port, exclusive: true });
    await listening;
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
};

/**
 * Binds a free pair of ports.
 * @throws PilotError `media.ports_exhausted`, or `media.bind_failed` when the address cannot be used at all
 */
export const bindPair = async (pool: PortPool, host: string, now: () => number): Promise<SocketPair> => {
  let cause: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = pool.take(now());
    let rtp: Socket | null = null;
    try {
      rtp = await bind(host, port);
      return { port, rtp, rtcp: await bind(host, port + 1) };
    } catch (error) {
      rtp?.close();
      pool.release(port, now());
      cause = error;
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') break;
    }
  }
  throw new PilotError('media.bind_failed', `no RTP port could be opened on ${host}`, {
    fix: 'Check the media address, and that no other program uses the RTP port range.',
    cause,
  });
};
