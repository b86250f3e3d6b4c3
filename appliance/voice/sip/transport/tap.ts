import type { Endpoint, Transport } from './transport.ts';

/** Somebody who is shown what passes: every message, and what was dropped in silence. It must not throw, nor keep `data`. */
export interface SipTap {
  message(direction: 'in' | 'out', data: Buffer, way: { transport: string; local: Endpoint; peer: Endpoint }): void;
  /** @param cause `foreign`: from an address that may not speak to us; `malformed`: no SIP message we can work with */
  dropped(cause: 'foreign' | 'malformed', data: Buffer, source: Endpoint): void;
}

export const NO_TAP: SipTap = { message: () => {}, dropped: () => {} };

/** The same transport, with everything it sends shown to the tap. */
export const tapped = (transport: Transport, tap: SipTap): Transport => ({
  ...transport,
  send: (data, to) => {
    tap.message('out', data, { transport: transport.protocol, local: transport.local, peer: to });
    transport.send(data, to);
  },
});
