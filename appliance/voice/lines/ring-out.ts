import { PilotError } from '#shared/errors.ts';
import type { OutgoingCall, Party } from '../sip/session/call.ts';
import type { MediaAddress } from '../sip/session/media.ts';
import { FORWARD_RING_MS } from '../calls/forwarding.ts';
import { peopleOf } from './people.ts';

/**
 * Rings a number of the owner's over the trunk a call came over, or the first that can.
 * @param over name of that trunk; null when it came from elsewhere
 */
export type RingOut = (number: string, over: string | null, caller: Party, at: MediaAddress) => OutgoingCall;

/** @throws PilotError `transfer_no_way` when no trunk can ring numbers, when it is used */
export const ringOut =
  (around: Omit<Parameters<typeof peopleOf>[0], 'transfer'>): RingOut =>
  (number, over, caller, at) => {
    const dialing = around.trunks.filter(({ server }) => server !== null);
    const trunk = (dialing.find(({ name }) => name === over) ?? dialing[0])?.name ?? null;
    const only = { name: number, number, address: null, trunk, way: 'bridge', when: 'always' } as const;
    const person = peopleOf({ ...around, transfer: { ringMs: FORWARD_RING_MS, record: false, to: [only] } }).find(
      number,
      over,
    );
    if (!person) throw new PilotError('transfer_no_way', `no trunk can call ${number}`);
    return person.ring(caller, at);
  };
