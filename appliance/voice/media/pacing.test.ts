import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Deadlines } from './pacing.ts';

describe('deadlines', () => {
  it('fall due every 20 ms from the start, however late each is met', () => {
    const deadlines = new Deadlines(100);
    expect([100, 121.5, 140.1, 163, 180].map((now) => deadlines.due(now).send)).toEqual([1, 1, 1, 1, 1]);
  });
  it('say when the next one is, so that neither lateness nor the work itself adds up', () => {
    const deadlines = new Deadlines(0);
    expect(deadlines.due(0).nextAt).toBe(20);
    expect(deadlines.due(27).nextAt).toBe(40);
    expect(deadlines.due(39)).toMatchObject({ send: 0, skip: 0, nextAt: 40 });
  });
  it('send three frames at most after a stall and skip the rest', () => {
    const deadlines = new Deadlines(0);
    deadlines.due(0);
    expect(deadlines.due(65)).toMatchObject({ send: 3, skip: 0, lateMs: 45 });
    expect(deadlines.due(285)).toMatchObject({ send: 3, skip: 8 });
  });
  it('never lose or add time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 100 }), (steps) => {
        const deadlines = new Deadlines(0);
        let now = 0;
        let ticks = 0;
        for (const step of steps) {
          now += step;
          const due = deadlines.due(now);
          ticks += due.send + due.skip;
          expect(ticks).toBe(Math.floor(now / 20) + 1);
          expect(due.nextAt).toBeGreaterThan(now);
        }
      }),
    );
  });
});
