import type { Leg } from '../../media/leg.ts';
import type { OutgoingCall, Party } from '../../sip/session/call.ts';
import type { MediaAddress } from '../../sip/session/media.ts';

/** Somebody whom callers may be handed to. */
export interface Person {
  readonly name: string;
  readonly way: 'bridge' | 'refer';
  readonly ringMs: number;
  /** URI for Refer-To. */
  readonly referTo: string;
  /**
   * Rings them.
   * @throws PilotError `transfer_no_way` when no line can
   */
  ring(caller: Party, media: MediaAddress): OutgoingCall;
}

/** The people of the configuration, and what ringing them takes. Nobody else can be rung. */
export interface People {
  /** @param over name of the trunk the caller came over */
  find(name: string, over: string | null): Person | null;
  /** @throws PilotError as `Media.openLeg` */
  openLeg(): Promise<Leg>;
  /** Recordings go on while caller and person talk. */
  readonly record: boolean;
}
