import { readFileSync } from 'node:fs';

const FRAME = 160;
const FRAME_MS = 20;
/** Speech is far above this on a digital line, comfort noise far below (16-bit rms). */
const LOUD = 150;

const rms = (pcm: Int16Array, from: number, channel: number): number => {
  let sum = 0;
  for (let i = 0; i < FRAME; i++) sum += (pcm[(from + i) * 2 + channel] ?? 0) ** 2;
  return Math.sqrt(sum / FRAME);
};

/**
 * The longest silence on the box's turn in a caller's recording (stereo, 8 kHz: heard left, said right), ms: after the
 * caller has spoken and until the box has said all it says before the caller speaks again.
 */
export const longestSilence = (wav: string): { ms: number; atMs: number } => {
  const bytes = readFileSync(wav);
  const data = bytes.indexOf('data', 12, 'latin1') + 8;
  const pcm = new Int16Array(
    bytes.buffer.slice(bytes.byteOffset + data, bytes.byteOffset + bytes.length - ((bytes.length - data) % 4)),
  );
  let longest = { ms: 0, atMs: 0 };
  let since: number | null = null;
  for (let frame = 0; (frame + 1) * FRAME * 2 <= pcm.length; frame++) {
    const at = frame * FRAME_MS;
    if (rms(pcm, frame * FRAME, 1) > LOUD) since = at;
    else if (rms(pcm, frame * FRAME, 0) > LOUD) {
      if (since !== null && at - since > longest.ms) longest = { ms: at - since, atMs: since };
      since = at;
    }
  }
  return longest;
};
