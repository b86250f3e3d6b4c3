import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayTravel, driveTable, rememberedDrives } from './drives.ts';
import { estimateDrive, type Point } from './estimate.ts';
import { correctionFor, learnFrom, NO_CORRECTIONS, type RecordedTrip } from './learned.ts';

const town: Point = [-83, 40];
const suburb: Point = [-82.9, 40.05];
const lake: Point = [-83.2, 39.9];
const trip = (seconds: number, more: Partial<RecordedTrip> = {}): RecordedTrip => ({
  from: town,
  to: suburb,
  hour: 8,
  seconds,
  estimated: 900,
  ...more,
});
const times = (count: number, one: RecordedTrip): RecordedTrip[] => Array.from({ length: count }, () => one);
const factor = (trips: readonly RecordedTrip[], hour = 8, to: Point = suburb): number =>
  correctionFor(learnFrom(trips), town, to, hour);

describe('what trips teach', () => {
  it('is nothing before there are any', () => {
    expect(factor([])).toBe(1);
    expect(correctionFor(NO_CORRECTIONS, town, suburb, 8)).toBe(1);
  });

  it('is believed the more trips say it', () => {
    const [one, many] = [factor([trip(1350)]), factor(times(100, trip(1350)))];
    expect(one).toBeGreaterThan(1);
    expect(one).toBeLessThan(1.3);
    expect(many).toBeCloseTo(1.5, 1);
  });

  it('holds for that pair of zones and part of the day first, and a little for the rest', () => {
    const trips = [...times(50, trip(1800)), ...times(50, trip(900, { hour: 12 }))];
    expect(factor(trips, 7)).toBeCloseTo(1.9, 0);
    expect(factor(trips, 12)).toBeLessThan(1.1);
    expect(factor(trips, 7, lake)).toBeGreaterThan(factor(trips, 12, lake));
  });

  it('is not bent by one absurd record', () => {
    const usual = times(30, trip(900));
    expect(factor([...usual, trip(900_000)])).toBeLessThan(1.1);
    expect(factor([...usual, trip(0), trip(900, { estimated: 0 })])).toBeCloseTo(1, 6);
  });

  it('stays between half and three times the estimate, whatever was recorded', () => {
    const trips = fc.array(
      fc.record({
        from: fc.constantFrom(town, lake),
        to: fc.constant(suburb),
        hour: fc.integer({ min: 0, max: 23 }),
        seconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
        estimated: fc.double({ min: 0, max: 1e4, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(trips, fc.integer({ min: 0, max: 23 }), (drawn, hour) => {
        expect(factor(drawn, hour)).toBeGreaterThanOrEqual(0.4);
        expect(factor(drawn, hour)).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('remembered drives', () => {
  it('are the estimate, corrected', () => {
    const learned = learnFrom(times(100, trip(1350)));
    const drive = rememberedDrives(learned, 10)(town, suburb, 8);
    const plain = estimateDrive(town, suburb);
    const expected = plain.seconds * correctionFor(learned, town, suburb, 8);
    expect(drive).toEqual({ seconds: Math.round(expected), metres: plain.metres });
  });

  it('are worked out once for places within about 100 m, and forgotten when not asked for longest', () => {
    const drives = rememberedDrives(NO_CORRECTIONS, 2);
    const first = drives(town, suburb, 8);
    expect(drives([-83.0001, 40.0001], suburb, 8)).toBe(first);
    drives(town, lake, 8);
    expect(drives(town, suburb, 8)).toBe(first);
    drives(suburb, lake, 8);
    expect(drives(town, suburb, 8)).toBe(first);
    drives(lake, town, 8);
    drives(suburb, town, 8);
    expect(drives(town, suburb, 8)).not.toBe(first);
  });
});

describe('a table for a day', () => {
  it('has each drive as long as it takes on the mean of its hours', () => {
    const slow = times(200, trip(1800, { hour: 8 }));
    const learned = learnFrom([...slow, ...times(200, trip(900, { hour: 12 }))]);
    const [early, late] = [8, 12].map((hour) => rememberedDrives(learned, 9)(town, suburb, hour).seconds) as [
      number,
      number,
    ];
    expect(early).toBeGreaterThan(1.5 * late);
    const { durations, distances } = driveTable(dayTravel(learned, undefined, [8, 12]), [town, suburb]);
    expect(durations[0]?.[0]).toBe(0);
    expect(Math.abs((durations[0]?.[1] ?? 0) - (early + late) / 2)).toBeLessThanOrEqual(1);
    expect(distances[0]?.[1]).toBe(estimateDrive(town, suburb).metres);
  });

  it('is the estimate where nothing was learned', () => {
    expect(dayTravel(NO_CORRECTIONS)(town, lake)).toEqual(estimateDrive(town, lake));
  });
});
