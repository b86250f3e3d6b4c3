import createFvad, { type FvadModule } from '@echogarden/fvad-wasm';
import { PilotError } from '#shared/errors.ts';
import { predictionGain } from './tone.ts';

/** Tells speech from everything else, frame by frame (160 samples, 8 kHz). One per call; frames in order. */
export interface VoiceActivity {
  readonly name: string;
  /** Whether this frame holds speech. */
  process(frame: Int16Array): boolean;
  reset(): void;
  close(): void;
}

/** 0 lets everything through, 3 is the strictest (libfvad). */
export type VadMode = 0 | 1 | 2 | 3;

/** Below about -55 dBFS nothing is speech on a telephone line. */
const QUIET_RMS = 58;
const TONE_GAIN_DB = 25;
const FRAME = 160;

let loading: Promise<FvadModule> | undefined;

const rms = (frame: Int16Array): number => {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return Math.sqrt(sum / frame.length);
};

/**
 * The WebRTC detector (libfvad as WebAssembly), with two guards it lacks: it calls steady tones (ring-back, fax, busy) speech,
 * and very quiet noise too.
 * @throws PilotError `voice.vad_failed`
 */
export const openWebRtcVad = async (mode: VadMode = 2): Promise<VoiceActivity> => {
  loading ??= createFvad();
  const fvad = await loading;
  const handle = fvad._fvad_new();
  const buffer = fvad._malloc(FRAME * 2);
  const configure = (): boolean =>
    fvad._fvad_set_mode(handle, mode) === 0 && fvad._fvad_set_sample_rate(handle, 8000) === 0;
  if (handle === 0 || buffer === 0 || !configure()) {
    throw new PilotError('voice.vad_failed', 'the voice activity detector did not start', {
      fix: 'Restart the voice process; the detector needs a few hundred kB of memory.',
    });
  }
  let open = true;
  return {
    name: `webrtc-${mode}`,
    process(frame) {
      if (!open) return false;
      // Fed even when a guard speaks, so that its picture of the noise stays true.
      fvad.HEAP16.set(frame, buffer >> 1);
      const speech = fvad._fvad_process(handle, buffer, FRAME) === 1;
      return speech && rms(frame) >= QUIET_RMS && predictionGain(frame) < TONE_GAIN_DB;
    },
    reset() {
      fvad._fvad_reset(handle);
      configure();
    },
    close() {
      if (!open) return;
      open = false;
      fvad._fvad_free(handle);
      fvad._free(buffer);
    },
  };
};
