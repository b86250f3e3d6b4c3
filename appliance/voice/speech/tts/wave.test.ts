import { expect, test } from 'vitest';
import { waveSamples } from './wave.ts';

const wave = (samples: readonly number[], dataLength: number): Buffer => {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(0x7fff_f024, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(22_050, 24);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(dataLength, 40);
  samples.forEach((sample, i) => bytes.writeInt16LE(sample, 44 + 2 * i));
  return bytes;
};

test('the rate and every sample are read, though the header was written before the length was known', () => {
  const read = waveSamples(wave([0, 16_384, -32_768], 0x7fff_f000));
  expect(read?.rate).toBe(22_050);
  expect([...(read?.samples ?? [])]).toEqual([0, 0.5, -1]);
});

test('what is not a wave has no samples', () => {
  expect(waveSamples(Buffer.from('espeak-ng: no such voice'))).toBeUndefined();
  expect(waveSamples(Buffer.alloc(0))).toBeUndefined();
});
