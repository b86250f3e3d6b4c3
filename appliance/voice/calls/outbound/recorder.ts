import { MACHINE_EAR, hearMachine, type MachineEar, type MachineSound } from '../../turn/answering-machine.ts';

/** Quiet after which a voicemail is taken to record, ms. */
export const RECORDS_AFTER_MS = 1200;
/** Who talks longer is spoken over, ms. */
export const LONGEST_GREETING_MS = 30_000;

/** A voicemail whose greeting and beep are waited for. Media time, ms. */
export interface Recorder {
  readonly ear: MachineEar;
  readonly sinceMs: number;
  /** When it was last heard to speak or to beep. */
  readonly loudAt: number;
}

export const RECORDER_START: Recorder = { ear: MACHINE_EAR, sinceMs: 0, loudAt: 0 };

/** Takes a sound of the voicemail. @returns whether it records now, as far as one can hear */
export const recordsNow = (
  recorder: Recorder,
  sound: MachineSound & { readonly atMs: number },
): { readonly recorder: Recorder; readonly records: boolean } => {
  const ear = hearMachine(recorder.ear, sound);
  const loud = ear.speakingSince !== null || ear.toneMs > 0 || sound.kind === 'speech';
  const next = { ...recorder, ear, loudAt: loud ? Math.max(recorder.loudAt, sound.atMs) : recorder.loudAt };
  const records = sound.atMs - next.loudAt >= RECORDS_AFTER_MS || sound.atMs - recorder.sinceMs >= LONGEST_GREETING_MS;
  return { recorder: next, records };
};
