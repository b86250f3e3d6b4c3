import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateDrive, straightKm, type Point } from './estimate.ts';

const point = fc.tuple(
  fc.double({ min: -84, max: -82, noNaN: true }),
  fc.double({ min: 39, max: 41, noNaN: true }),
) as fc.Arbitrary<Point>;

describe('a drive without a road map', () => {
  it('measures a degree of latitude as the sphere has it', () => {
    expect(straightKm([-83, 40], [-83, 41])).toBeCloseTo((2 * Math.PI * 6371.0088) / 360, 6);
  });

  it('takes a short trip slowly and by detours, a long one straighter and faster', () => {
    const short = estimateDrive([-83, 40], [-83, 40.01]);
    const long = estimateDrive([-83, 40], [-83, 40.5]);
    expect(short).toEqual({ seconds: 180 + Math.round((1.112 * 1.4 * 3600) / 32), metres: 1557 });
    const straight = straightKm([-83, 40], [-83, 40.5]);
    expect(long.metres).toBe(Math.round(straight * 1250));
    expect(long.metres / (long.seconds - 180)).toBeGreaterThan((2 * short.metres) / (short.seconds - 180) / 1.3);
  });

  it('costs nothing between a place and itself, the same both ways, and more the farther it is', () => {
    expect(estimateDrive([-83, 40], [-83, 40])).toEqual({ seconds: 0, metres: 0 });
    fc.assert(
      fc.property(point, point, (a, b) => {
        expect(estimateDrive(a, b)).toEqual(estimateDrive(b, a));
        const half: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
        expect(estimateDrive(a, half).seconds).toBeLessThanOrEqual(estimateDrive(a, b).seconds);
      }),
    );
  });
});
