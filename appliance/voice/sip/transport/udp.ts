import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { listenFault } from './listen-fault.ts';
import type { ListeningTransport, Target } from './transport.ts';

/**
 * Binds a UDP socket for SIP.
 * @param port 0 lets the system choose; see `local`
 * @throws PilotError `sip_port_taken`, `sip_address_missing`, `sip_port_refused`, `sip_listen_failed`
 */
export const openUdp = async (host: string, port: number): Promise<ListeningTransport> => {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  await new Promise<void>((resolve, reject) => {
    const failed = (error: Error): void => {
      socket.close();
      reject(listenFault(error, 'UDP', host, port));
    };
    socket.once('error', failed);
    socket.bind(port, host, () => {
      socket.off('error', failed);
      resolve();
    });
  });
  let onError: (error: Error, to: Target | null) => void = () => {};
  let open = true;
  socket.on('error', (error) => onError(error, null));
  const bound = socket.address();
  return {
    protocol: 'UDP',
    local: { address: bound.address, port: bound.port },
    send: (data, to) => {
      if (!open) return;
      try {
        socket.send(data, to.port, to.address, (error) => {
          if (error) onError(error, to);
        });
      } catch (error) {
        onError(error instanceof Error ? error : new Error(String(error)), to);
      }
    },
    onData: (handler) => {
      socket.on('message', (data, from) => handler(data, { address: from.address, port: from.port, protocol: 'UDP' }));
    },
    onError: (handler) => {
      onError = handler;
    },
    close: async () => {
      if (!open) return;
      open = false;
      await new Promise<void>((resolve) => {
        socket.close(() => resolve());
      });
    },
  };
};
