import type { IncomingCall } from '../sip/session/call.ts';

/** A call as a line hands it to whoever conducts it. */
export type LineCall = IncomingCall;

export interface LineHealth {
  readonly ok: boolean;
  /** What is wrong, or how busy it is: one sentence for a person. */
  readonly detail: string;
  readonly liveCalls: number;
}

/** Something people ring us on: a SIP trunk now; a media stream of a carrier or a PBX socket by the same port. */
export interface Line {
  readonly name: string;
  /** Where it listens, as a person would write it. */
  readonly address: string;
  /** The line a call rings: by its number, where numbers have lines of their own. */
  nameOf(call: LineCall): string;
  onCall(handler: (call: LineCall) => void): void;
  health(): LineHealth;
  /** Ends its calls, then stops listening. */
  close(): Promise<void>;
}
