import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect, TLSSocket, type PeerCertificate, type SecureContext } from 'node:tls';
import { connectFault } from './connect-fault.ts';
import { openStreams, type StreamMaker, type StreamOptions } from './streams.ts';
import type { Target, TlsTrust, Transport } from './transport.ts';

export interface TlsOptions extends StreamOptions {
  /** Our certificate as it is now; null when we do not listen. */
  readonly context: () => SecureContext | null;
}

const trusts = new WeakMap<Socket, TlsTrust>();

const trustOf = (to: Target): TlsTrust => to.trust ?? { serverName: to.address };

/** RFC 5922 section 7.1: a certificate may name a SIP domain by URI; otherwise as RFC 9525 has it. */
const identityFault = (name: string, certificate: PeerCertificate): Error | undefined => {
  const names = (certificate.subjectaltname ?? '').split(', ');
  if (names.some((one) => one.toLowerCase() === `uri:sip:${name.toLowerCase()}`)) return undefined;
  return checkServerIdentity(name, certificate);
};

const suits = (socket: Socket, to: Target): boolean => {
  const opened = trusts.get(socket);
  // A connection that came in was let in by its address; an answer only asks for that.
  if (!opened || !to.trust || !(socket instanceof TLSSocket)) return true;
  if (opened.ca !== to.trust.ca) return false;
  if (opened.serverName === to.trust.serverName) return true;
  return socket.authorized && identityFault(to.trust.serverName, socket.getPeerCertificate()) === undefined;
};

/**
 * SIP over TLS, of version 1.2 at least (RFC 3261 section 26.3.1). The far end's certificate must be made out to the domain we
 * meant, not to the host that DNS named for it (RFC 5922 section 4).
 * @throws PilotError `sip_port_taken`, `sip_address_missing`, `sip_port_refused`, `sip_listen_failed`
 */
export const openTls = (options: TlsOptions): Promise<Transport> => {
  const maker: StreamMaker = {
    protocol: 'TLS',
    connect: (to, from, ready) => {
      const { serverName, ca } = trustOf(to);
      const socket = connect(
        {
          host: to.address,
          port: to.port,
          minVersion: 'TLSv1.2',
          checkServerIdentity: (_host, certificate) => identityFault(serverName, certificate),
          ...(isIP(serverName) ? {} : { servername: serverName }),
          ...(ca === undefined ? {} : { ca }),
          ...(from === undefined ? {} : { localAddress: from }),
        },
        ready,
      );
      trusts.set(socket, trustOf(to));
      return socket;
    },
    accept: (raw, ready) => {
      const secureContext = options.context();
      const socket = new TLSSocket(raw, { isServer: true, ...(secureContext ? { secureContext } : {}) });
      socket.on('secure', ready);
      return socket;
    },
    suits,
    explain: connectFault,
  };
  return openStreams(maker, options);
};
