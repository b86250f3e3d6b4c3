export type Protocol = 'UDP' | 'TCP' | 'TLS';

/** `address` is an IP address, never a name. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Whose certificate a far end must show (RFC 5922 section 7). */
export interface TlsTrust {
  /** Name or IP address that the certificate must be made out to. */
  readonly serverName: string;
  /** Certificates of the authorities that may have signed it, PEM; the public ones when left out. */
  readonly ca?: string;
}

/** Where a message goes or came from. */
export interface Target extends Endpoint {
  readonly protocol: Protocol;
  /** The connection it came on: what answers it goes back there as long as that lives (RFC 3261 section 18.2.2). */
  readonly connection?: number;
  readonly trust?: TlsTrust;
}

/** Over a reliable transport nothing is sent again by the transactions above. */
export const isReliable = (protocol: Protocol): boolean => protocol !== 'UDP';

/** RFC 3261 section 19.1.2. */
export const defaultPort = (protocol: Protocol): number => (protocol === 'TLS' ? 5061 : 5060);

export const sameTarget = (one: Target, other: Target): boolean =>
  one.protocol === other.protocol && one.address === other.address && one.port === other.port;

/** `fault` says why the bytes of a stream are no whole message; the connection is closed behind them. */
export type DataHandler = (data: Buffer, from: Target, fault?: string) => void;

/** Carries whole SIP messages over one protocol (RFC 3261 section 18). */
export interface Transport {
  readonly protocol: Protocol;
  /** Where we listen; null when this transport only connects to others. */
  readonly local: Endpoint | null;
  /** Never throws; what could not be sent is reported through `onError`. */
  send(data: Buffer, to: Target): void;
  onData(handler: DataHandler): void;
  onError(handler: (error: Error, to: Target | null) => void): void;
  /** A connection ended, or without `connection` never came to be; `error` is null when it ended in good order. */
  onLost?(handler: (peer: Target, error: Error | null) => void): void;
  close(): Promise<void>;
}

/** A transport that others reach us by. */
export type ListeningTransport = Transport & { readonly local: Endpoint };

export type Ports = Readonly<Record<Protocol, number>>;
