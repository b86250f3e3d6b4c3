import { isPilotError } from '#shared/errors.ts';
import type { Timers } from '../timers.ts';
import type { Certificate } from '../transport/certificate.ts';
import type { StreamLimits } from '../transport/connection.ts';
import { openTcp } from '../transport/tcp.ts';
import { openTls } from '../transport/tls.ts';
import type { Endpoint, ListeningTransport, Ports, Protocol, Transport } from '../transport/transport.ts';
import { together, type Transports } from '../transport/transports.ts';
import { openUdp } from '../transport/udp.ts';

export interface SocketOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Listen for TCP too, on the port of UDP. */
  readonly tcp?: boolean;
  /** Listen for TLS. Calls of ours go over TCP and TLS without either. */
  readonly tls?: { readonly port: number; readonly certificate: Certificate };
  readonly streamLimits?: Partial<StreamLimits>;
  /** In place of a UDP socket on `host` and `port`. */
  readonly transport?: ListeningTransport;
}

export interface Sockets {
  readonly transports: Transports;
  /** Of the UDP socket. */
  readonly bound: Endpoint;
  /** Where each protocol listens, or would. */
  readonly ports: Ports;
  readonly listening: ReadonlySet<Protocol>;
}

/**
 * Opens UDP, TCP and TLS.
 * @throws PilotError `sip_port_taken`, `sip_address_missing`, `sip_port_refused`, `sip_listen_failed`
 */
export const openSockets = async (
  options: SocketOptions,
  timers: Timers,
  mayConnect: (address: string, protocol: Protocol) => boolean,
): Promise<Sockets> => {
  const open: Transport[] = [];
  try {
    const udp = options.transport ?? (await openUdp(options.host, options.port));
    open.push(udp);
    const { address: host, port } = udp.local;
    const shared = { host, timers, ...(options.streamLimits ? { limits: options.streamLimits } : {}) };
    const listenTcp = (at: number | null): Promise<Transport> =>
      openTcp({ ...shared, port: at, mayConnect: (address) => mayConnect(address, 'TCP') });
    const tcp = await listenTcp(options.tcp === true ? port : null).catch((error: unknown) => {
      // Where the system chose the port of UDP, it may choose another for TCP.
      if (options.port === 0 && isPilotError(error) && error.code === 'sip_port_taken') return listenTcp(0);
      throw error;
    });
    open.push(tcp);
    const { tls } = options;
    const secure = await openTls({
      ...shared,
      port: tls?.port ?? null,
      context: () => tls?.certificate.context() ?? null,
      mayConnect: (address) => mayConnect(address, 'TLS'),
    });
    open.push(secure);
    return {
      transports: together(open),
      bound: udp.local,
      ports: { UDP: port, TCP: tcp.local?.port ?? port, TLS: secure.local?.port ?? 5061 },
      listening: new Set(open.flatMap((one) => (one.local ? [one.protocol] : []))),
    };
  } catch (error) {
    await Promise.all(open.map((one) => one.close()));
    throw error;
  }
};
