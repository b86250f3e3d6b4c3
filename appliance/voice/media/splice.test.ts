import { describe, expect, test } from 'vitest';
import { Splice } from './splice.ts';

const packet = (sequence: number, timestamp: number, ssrc = 7) => ({ ssrc, sequence, timestamp });
const next = { sequence: 65_534, timestamp: 2 ** 32 - 160 };

describe('a stream within ours (RFC 3550 section 7.1)', () => {
  test('follows on where ours stood, over the wrap of both counters', () => {
    const splice = new Splice();
    const places = [0, 1, 2].map((i) => splice.place(packet(500 + i, 90_000 + 160 * i), next));
    expect(places).toEqual([
      { sequence: 65_534, timestamp: 2 ** 32 - 160, fresh: true },
      { sequence: 65_535, timestamp: 0, fresh: false },
      { sequence: 0, timestamp: 160, fresh: false },
    ]);
  });

  test('keeps loss and order as they were', () => {
    const splice = new Splice();
    const places = [10, 13, 12].map((n) => splice.place(packet(n, 160 * n), { sequence: 100, timestamp: 0 }).sequence);
    expect(places).toEqual([100, 103, 102]);
  });

  test('begins anew with another source, a restarted one, and after a cut', () => {
    const splice = new Splice();
    const at = (sequence: number): { sequence: number; timestamp: number } => ({ sequence, timestamp: 0 });
    splice.place(packet(10, 0), at(100));
    expect(splice.place(packet(4000, 5, 8), at(101))).toEqual({ sequence: 101, timestamp: 0, fresh: true });
    expect(splice.place(packet(9000, 5, 8), at(102))).toMatchObject({ sequence: 102, fresh: true });
    splice.cut();
    expect(splice.place(packet(9001, 165, 8), at(200))).toMatchObject({ sequence: 200, fresh: true });
    expect(splice.place(packet(9002, 325, 8), at(0))).toEqual({ sequence: 201, timestamp: 160, fresh: false });
  });
});
