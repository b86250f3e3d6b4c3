import type { Endpoint, ListeningTransport } from '#voice/sip/transport/transport.ts';
import type { HandTimers } from './hand-timers.ts';

interface Packet {
  readonly at: number;
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly text: string;
}

/** A far end that a test plays by hand, in the protocol's own text. */
export interface HandPeer {
  readonly endpoint: Endpoint;
  send(text: string, to: Endpoint): void;
  /** Everything that reached it, oldest first. */
  readonly inbox: Packet[];
  /** Messages whose first line holds this. */
  got(start: string): Packet[];
  last(): string;
}

/** A UDP network in memory: 1 ms of way, and loss where a test wants it. */
export interface SipNetwork {
  readonly packets: Packet[];
  /** True loses the packet. */
  lose: (text: string, from: Endpoint) => boolean;
  transport(address: string, port: number): ListeningTransport;
  peer(address: string, port: number): HandPeer;
}

export const sipNetwork = (timers: HandTimers): SipNetwork => {
  const sockets = new Map<string, (data: Buffer, from: Endpoint) => void>();
  const key = (end: Endpoint): string => `${end.address}:${end.port}`;
  const carry = (data: Buffer, from: Endpoint, to: Endpoint): void => {
    const text = data.toString('latin1');
    network.packets.push({ at: timers.now(), from, to, text });
    if (network.lose(text, from)) return;
    timers.after(1, () => sockets.get(key(to))?.(data, from));
  };
  const network: SipNetwork = {
    packets: [],
    lose: () => false,
    transport: (address, port) => {
      const local = { address, port };
      return {
        protocol: 'UDP',
        local,
        send: (data, to) => carry(data, local, to),
        onData: (handler) => void sockets.set(key(local), (data, from) => handler(data, { ...from, protocol: 'UDP' })),
        onError: () => {},
        close: async () => void sockets.delete(key(local)),
      };
    },
    peer: (address, port) => {
      const endpoint = { address, port };
      const inbox: Packet[] = [];
      sockets.set(key(endpoint), (data, from) => {
        inbox.push({ at: timers.now(), from, to: endpoint, text: data.toString('latin1') });
      });
      return {
        endpoint,
        inbox,
        send: (text, to) => carry(Buffer.from(text.replaceAll(/\r?\n/g, '\r\n'), 'latin1'), endpoint, to),
        got: (start) => inbox.filter((one) => (one.text.split('\r\n')[0] ?? '').includes(start)),
        last: () => inbox.at(-1)?.text ?? '',
      };
    },
  };
  return network;
};
