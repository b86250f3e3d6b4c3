import { describe, expect, it } from 'vitest';
import { PortPool } from './ports.ts';

describe('RTP ports', () => {
  it('are even, each with the odd one above inside the range', () => {
    const pool = new PortPool({ from: 10_001, to: 10_006 }, 1000);
    expect([pool.take(0), pool.take(0)]).toEqual([10_002, 10_004]);
    expect(() => pool.take(0)).toThrow(expect.objectContaining({ code: 'media.ports_exhausted', retryable: true }));
  });
  it('rest after their call', () => {
    const pool = new PortPool({ from: 10_000, to: 10_001 }, 30_000);
    pool.release(pool.take(0), 5000);
    expect(() => pool.take(34_999)).toThrow(/no free RTP port is left between 10000 and 10001/);
    expect(pool.take(35_000)).toBe(10_000);
  });
  it('are taken longest unused first', () => {
    const pool = new PortPool({ from: 10_000, to: 10_003 }, 0);
    pool.release(pool.take(0), 1);
    expect(pool.take(2)).toBe(10_002);
  });
});
