/** Where a message goes to or came from. `address` is an IP address, never a name. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/**
 * Carries whole SIP messages. UDP is the first; TCP and TLS frame their streams by Content-Length and do the same
 * (RFC 3261 section 18). `reliable` switches retransmissions off in the transactions above.
 */
export interface Transport {
  /** As Via spells it: `UDP`, `TCP`, `TLS`. */
  readonly protocol: string;
  readonly reliable: boolean;
  /** The bound address. */
  readonly local: Endpoint;
  /** Never throws; what could not be sent is reported through `onError`. */
  send(data: Buffer, to: Endpoint): void;
  onData(handler: (data: Buffer, from: Endpoint) => void): void;
  onError(handler: (error: Error, to: Endpoint | null) => void): void;
  close(): Promise<void>;
}
