import { rms } from '../media/audio.ts';
import { predictionGain } from './tone.ts';

/** A greeting that goes on for so long without a pause was recorded, ms. */
export const GREETING_MS = 4000;
/** A pure tone for so long is the beep after which a message is taken, ms. */
export const BEEP_MS = 240;
/** Of the tones a machine makes, never of speech but for single frames, dB. */
const TONE_GAIN = 26;
const TONE_RMS = 300;
const FRAME_MS = 20;

/** A frame of one or two steady frequencies, loud enough to be meant. */
export const isTone = (frame: Int16Array): boolean => rms(frame) > TONE_RMS && predictionGain(frame) > TONE_GAIN;

/** What was heard of whoever took the call. Media time, ms. */
export interface MachineEar {
  /** Since when the far end speaks without a pause; null while it does not. */
  readonly speakingSince: number | null;
  readonly toneMs: number;
}

export const MACHINE_EAR: MachineEar = { speakingSince: null, toneMs: 0 };

export type MachineSound =
  | { readonly kind: 'speech'; readonly on: boolean; readonly atMs: number }
  /** 20 ms, and whether they were a tone. */
  | { readonly kind: 'frame'; readonly tone: boolean };

export const hearMachine = (ear: MachineEar, sound: MachineSound): MachineEar =>
  sound.kind === 'speech'
    ? { ...ear, speakingSince: sound.on ? (ear.speakingSince ?? sound.atMs) : null }
    : { ...ear, toneMs: sound.tone ? ear.toneMs + FRAME_MS : 0 };

/** A beep was heard: certain at any time. */
export const hearsBeep = ({ toneMs }: MachineEar): boolean => toneMs >= BEEP_MS;

/** The far end has been speaking for so long that nobody says it to us. In doubt it is a person. */
export const hearsGreeting = ({ speakingSince }: MachineEar, atMs: number): boolean =>
  speakingSince !== null && atMs - speakingSince >= GREETING_MS;
