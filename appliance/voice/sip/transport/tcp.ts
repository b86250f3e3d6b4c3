import { connect } from 'node:net';
import { connectFault } from './connect-fault.ts';
import { openStreams, type StreamMaker, type StreamOptions } from './streams.ts';
import type { Transport } from './transport.ts';

const TCP: StreamMaker = {
  protocol: 'TCP',
  connect: (to, from, ready) =>
    connect({ host: to.address, port: to.port, ...(from === undefined ? {} : { localAddress: from }) }, ready),
  accept: (socket) => socket,
  suits: () => true,
  explain: connectFault,
};

/**
 * SIP over TCP (RFC 3261 section 18).
 * @throws PilotError `sip_port_taken`, `sip_address_missing`, `sip_port_refused`, `sip_listen_failed`
 */
export const openTcp = (options: StreamOptions): Promise<Transport> => openStreams(TCP, options);
