/** Samples of a RIFF WAVE stream as espeak-ng writes it to a pipe, where the lengths in the header are not known yet. */
export const waveSamples = (bytes: Buffer): { rate: number; samples: Float32Array } | undefined => {
  if (bytes.length < 44 || bytes.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  let at = 12;
  let rate = 0;
  while (at + 8 <= bytes.length) {
    const id = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const body = at + 8;
    if (id === 'fmt ') rate = bytes.readUInt32LE(body + 4);
    if (id === 'data') {
      const end = Math.min(bytes.length, body + length);
      const samples = new Float32Array((end - body) >> 1);
      for (let i = 0; i < samples.length; i++) samples[i] = bytes.readInt16LE(body + 2 * i) / 32_768;
      return { rate, samples };
    }
    at = body + length + (length % 2);
  }
  return undefined;
};
