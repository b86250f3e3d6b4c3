import type { Endpoint, Protocol } from './transport.ts';
import type { Transports } from './transports.ts';

/** Somebody who is shown what passes: every message, and what was dropped in silence. It must not throw, nor keep `data`. */
export interface SipTap {
  message(direction: 'in' | 'out', data: Buffer, way: { transport: string; local: Endpoint; peer: Endpoint }): void;
  /** @param cause `foreign`: from an address that may not speak to us; `malformed`: no SIP message we can work with */
  dropped(cause: 'foreign' | 'malformed', data: Buffer, source: Endpoint): void;
}

export const NO_TAP: SipTap = { message: () => {}, dropped: () => {} };

/**
 * The same transports, with everything they send shown to the tap.
 * @param local our end, as the tap is told it
 */
export const tapped = (transports: Transports, tap: SipTap, local: (protocol: Protocol) => Endpoint): Transports => ({
  ...transports,
  send: (data, to) => {
    tap.message('out', data, { transport: to.protocol, local: local(to.protocol), peer: to });
    transports.send(data, to);
  },
});
