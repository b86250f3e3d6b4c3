import { PilotError, messageOf } from '#shared/errors.ts';
import type { Protocol } from './transport.ts';

/** The socket below each protocol, as `ss` lists it, and the setting of its port. */
const KIND = {
  UDP: { socket: 'UDP', list: 'ss -lunp', setting: 'sip.port' },
  TCP: { socket: 'TCP', list: 'ss -ltnp', setting: 'sip.port' },
  TLS: { socket: 'TCP', list: 'ss -ltnp', setting: 'sip.tls.port' },
} as const;

/** Why we cannot listen, with the way out: `sip_port_taken`, `sip_address_missing`, `sip_port_refused`, `sip_listen_failed`. */
export const listenFault = (
  error: NodeJS.ErrnoException,
  protocol: Protocol,
  host: string,
  port: number,
): PilotError => {
  const { socket, list, setting } = KIND[protocol];
  const cannot = `SIP cannot listen on ${host}:${port}`;
  if (error.code === 'EADDRINUSE')
    return new PilotError('sip_port_taken', `${cannot}: another program holds ${socket} port ${port}`, {
      fix: `End the other program (${list} 'sport = :${port}' names it) or set another ${setting}.`,
      cause: error,
    });
  if (error.code === 'EADDRNOTAVAIL')
    return new PilotError('sip_address_missing', `${cannot}: this machine has no address ${host}`, {
      fix: 'Set sip.host to an address of this machine, or to 0.0.0.0.',
      cause: error,
    });
  if (error.code === 'EACCES')
    return new PilotError('sip_port_refused', `SIP may not listen on ${host}:${port}`, {
      fix: `Set ${setting} to 1024 or above, or allow the service to bind low ports.`,
      cause: error,
    });
  return new PilotError('sip_listen_failed', `${cannot}: ${messageOf(error)}`, {
    fix: `Check sip.host and ${setting}.`,
    cause: error,
  });
};
