import {
  MACHINE_EAR,
  hearMachine,
  hearsBeep,
  hearsGreeting,
  type MachineEar,
  type MachineSound,
} from '../../turn/answering-machine.ts';

/** Quiet after a "hello?" before we speak, ms. */
export const QUIET_MS = 500;
/** Who takes the phone up and says nothing is spoken to after this, ms. */
export const NO_HELLO_MS = 1500;

/**
 * Whoever was rung says hello first, so that we do not talk into it, and a machine tells itself by its greeting before it hears a
 * word of ours.
 *
 *   listening --quiet after a hello, or no hello--> talking --we say more--> person
 *       \--a greeting that goes on and on, a beep--> machine <--a beep--/
 *
 * In doubt it is a person. Media time, ms.
 */
export interface Pickup {
  readonly at: 'listening' | 'talking' | 'person' | 'machine';
  readonly ear: MachineEar;
  /** Of the first sound heard; null before it. */
  readonly since: number | null;
  /** When the far end fell silent after its first words; null before that. */
  readonly quietSince: number | null;
}

export const PICKUP_START: Pickup = { at: 'listening', ear: MACHINE_EAR, since: null, quietSince: null };

/** Takes a sound of the far end. The one who reads `at` acts when it changes. */
export const hearPickup = (pickup: Pickup, sound: MachineSound & { readonly atMs: number }): Pickup => {
  if (pickup.at === 'person' || pickup.at === 'machine') return pickup;
  const { atMs } = sound;
  const ear = hearMachine(pickup.ear, sound);
  const since = pickup.since ?? atMs;
  const quietSince = sound.kind === 'speech' ? (sound.on ? null : atMs) : pickup.quietSince;
  const next = { ...pickup, ear, since, quietSince };
  if (hearsBeep(ear)) return { ...next, at: 'machine' };
  if (pickup.at === 'talking') return next;
  if (hearsGreeting(ear, atMs)) return { ...next, at: 'machine' };
  const speaking = ear.speakingSince !== null;
  const said = quietSince !== null && atMs - quietSince >= QUIET_MS;
  const mute = quietSince === null && atMs - since >= NO_HELLO_MS;
  return !speaking && (said || mute) ? { ...next, at: 'talking' } : next;
};
