import { describe, expect, it } from 'vitest';
import { decodeG711, encodeG711, type G711Law } from './g711.ts';

const encode = (law: G711Law, ...samples: number[]): number[] => {
  const out = new Uint8Array(samples.length);
  encodeG711(law, Int16Array.from(samples), out);
  return [...out];
};
const all = Uint8Array.from({ length: 256 }, (_, i) => i);

describe('G.711', () => {
  it('has the code words of the recommendation for mu-law', () => {
    expect(encode('PCMU', 0, 32_767, -32_768, 1000, -1000)).toEqual([0xff, 0x80, 0x00, 0xce, 0x4e]);
    expect([...decodeG711('PCMU', Uint8Array.of(0xff, 0x7f, 0x80, 0x00))]).toEqual(
      [0, -0, 32_124, -32_124].map((v) => v + 0),
    );
  });

  it('has the code words of the recommendation for A-law', () => {
    expect(encode('PCMA', 0, -1, 32_767, -32_768)).toEqual([0xd5, 0x55, 0xaa, 0x2a]);
    expect([...decodeG711('PCMA', Uint8Array.of(0xd5, 0x55, 0xaa, 0x2a))]).toEqual([8, -8, 32_256, -32_256]);
  });

  it.each<G711Law>(['PCMU', 'PCMA'])('gives every %s level back unchanged', (law) => {
    const levels = decodeG711(law, all);
    expect(new Set(levels).size).toBe(law === 'PCMU' ? 255 : 256);
    const again = new Uint8Array(256);
    encodeG711(law, levels, again);
    expect(decodeG711(law, again)).toEqual(levels);
  });

  it.each<G711Law>(['PCMU', 'PCMA'])('stays within half a step of every sample in %s, and is odd about zero', (law) => {
    let before = -Infinity;
    for (let sample = -32_768; sample <= 32_767; sample += 7) {
      const [level = 0] = decodeG711(law, Uint8Array.from(encode(law, sample)));
      expect(Math.abs(level - sample)).toBeLessThanOrEqual(Math.max(16, Math.abs(sample) / 24));
      expect(level).toBeGreaterThanOrEqual(before);
      before = level;
    }
  });
});
