/**
 * RIFF/WAVE header for 16-bit PCM. The sizes are those of the data written so far; a file cut off in mid-call is readable as
 * far as its last update.
 *
 *    0 'RIFF' | 4 size - 8 | 8 'WAVE' | 12 'fmt ' | 16 16 | 20 PCM = 1 | 22 channels | 24 rate
 *   28 bytes a second | 32 bytes a sample of all channels | 34 bits | 36 'data' | 40 bytes of data
 */
export const WAV_HEADER_BYTES = 44;

export const wavHeader = (channels: number, sampleRate: number, dataBytes: number): Buffer => {
  const out = Buffer.alloc(WAV_HEADER_BYTES);
  out.write('RIFF', 0);
  out.writeUInt32LE(36 + dataBytes, 4);
  out.write('WAVEfmt ', 8);
  out.writeUInt32LE(16, 16);
  out.writeUInt16LE(1, 20);
  out.writeUInt16LE(channels, 22);
  out.writeUInt32LE(sampleRate, 24);
  out.writeUInt32LE(sampleRate * channels * 2, 28);
  out.writeUInt16LE(channels * 2, 32);
  out.writeUInt16LE(16, 34);
  out.write('data', 36);
  out.writeUInt32LE(dataBytes, 40);
  return out;
};
