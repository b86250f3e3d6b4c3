import type { DataHandler, Endpoint, Protocol, Target, Transport } from './transport.ts';

/** Every transport of a user agent, as one. */
export interface Transports {
  /** Where we listen by this protocol; null when nobody can connect to us by it. */
  local(protocol: Protocol): Endpoint | null;
  speaks(protocol: Protocol): boolean;
  /** Never throws; what could not be sent is reported through `onError` or `onLost`. */
  send(data: Buffer, to: Target): void;
  onData(handler: DataHandler): void;
  onError(handler: (error: Error, to: Target | null) => void): void;
  onLost(handler: (peer: Target, error: Error | null) => void): void;
  close(): Promise<void>;
}

export const together = (transports: readonly Transport[]): Transports => {
  const by = new Map(transports.map((one) => [one.protocol, one]));
  let onError: (error: Error, to: Target | null) => void = () => {};
  return {
    local: (protocol) => by.get(protocol)?.local ?? null,
    speaks: (protocol) => by.has(protocol),
    send: (data, to) => {
      const over = by.get(to.protocol);
      if (over) over.send(data, to);
      else onError(new Error(`SIP over ${to.protocol} is not spoken here`), to);
    },
    onData: (handler) => {
      for (const one of transports) one.onData(handler);
    },
    onError: (handler) => {
      onError = handler;
      for (const one of transports) one.onError(handler);
    },
    onLost: (handler) => {
      for (const one of transports) one.onLost?.(handler);
    },
    close: async () => {
      await Promise.all(transports.map((one) => one.close()));
    },
  };
};
