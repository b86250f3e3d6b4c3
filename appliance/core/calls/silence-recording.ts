import { open, rm } from 'node:fs/promises';
import { messageOf } from '#shared/errors.ts';

/** Recordings are stereo, 16 bit, 8 kHz, the caller on the left, behind a header of this size. */
const HEADER_BYTES = 44;
const BYTES_A_SAMPLE = 4;
const SAMPLES_A_MS = 8;

/** Ms since answer. */
export interface Spoken {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Takes what the caller said in these stretches out of a recording that has ended, in place. Again is the same as once.
 * @param offsetMs where in the call the recording began
 * @returns why that could not be done: then the recording was deleted, for what must not be heard may not stay; null when it was
 */
export const silenceRecording = async (
  path: string,
  offsetMs: number,
  stretches: readonly Spoken[],
): Promise<string | null> => {
  if (stretches.length === 0) return null;
  try {
    await using file = await open(path, 'r+');
    const { size } = await file.stat();
    const place = (ms: number): number =>
      Math.min(size, HEADER_BYTES + Math.max(0, Math.round(ms - offsetMs)) * SAMPLES_A_MS * BYTES_A_SAMPLE);
    for (const { fromMs, toMs } of stretches) {
      const [from, to] = [place(fromMs), place(toMs)];
      const data = Buffer.alloc(Math.max(0, to - from));
      await file.read(data, 0, data.length, from);
      for (let at = 0; at + 1 < data.length; at += BYTES_A_SAMPLE) data.writeInt16LE(0, at);
      await file.write(data, 0, data.length, from);
    }
    await file.datasync();
    return null;
  } catch (error) {
    await rm(path, { force: true });
    return `what a caller said in confidence could not be silenced, and the recording was deleted: ${messageOf(error)}`;
  }
};
