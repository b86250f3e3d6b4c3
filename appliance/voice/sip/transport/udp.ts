import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { PilotError, messageOf } from '#shared/errors.ts';
import type { Endpoint, Transport } from './transport.ts';

const explain = (error: NodeJS.ErrnoException, host: string, port: number): PilotError => {
  if (error.code === 'EADDRINUSE') {
    return new PilotError(
      'sip_port_taken',
      `SIP cannot listen on ${host}:${port}: another program holds UDP port ${port}`,
      {
        fix: `End the other program (ss -lunp 'sport = :${port}' names it) or set another sip.port.`,
        cause: error,
      },
    );
  }
  if (error.code === 'EADDRNOTAVAIL') {
    return new PilotError(
      'sip_address_missing',
      `SIP cannot listen on ${host}:${port}: this machine has no address ${host}`,
      {
        fix: 'Set sip.host to an address of this machine, or to 0.0.0.0.',
        cause: error,
      },
    );
  }
  if (error.code === 'EACCES') {
    return new PilotError('sip_port_refused', `SIP may not listen on ${host}:${port}`, {
      fix: 'Set sip.port to 1024 or above, or allow the service to bind low ports.',
      cause: error,
    });
  }
  return new PilotError('sip_listen_failed', `SIP cannot listen on ${host}:${port}: ${messageOf(error)}`, {
    fix: 'Check sip.host and sip.port.',
    cause: error,
  });
};

/**
 * Binds a UDP socket for SIP.
 * @param port 0 lets the system choose; see `local`
 * @throws PilotError `sip_port_taken`, `sip_address_missing`, `sip_port_refused`, `sip_listen_failed`
 */
export const openUdp = async (host: string, port: number): Promise<Transport> => {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  await new Promise<void>((resolve, reject) => {
    const failed = (error: Error): void => {
      socket.close();
      reject(explain(error, host, port));
    };
    socket.once('error', failed);
    socket.bind(port, host, () => {
      socket.off('error', failed);
      resolve();
    });
  });
  let onError: (error: Error, to: Endpoint | null) => void = () => {};
  let open = true;
  socket.on('error', (error) => onError(error, null));
  const bound = socket.address();
  return {
    protocol: 'UDP',
    reliable: false,
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
      socket.on('message', (data, from) => handler(data, { address: from.address, port: from.port }));
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
