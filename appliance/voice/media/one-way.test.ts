import { describe, expect, test } from 'vitest';
import { decodeG711 } from './g711.ts';
import { isDigitalSilence, OneWay, type OneWayReport } from './one-way.ts';

const SILENT = [new Int16Array(160)];
const LOUD = [new Int16Array(160).fill(300)];

/** A call in ticks of 20 ms; each step says for how long, what comes, and whether it counts. */
const listen = (
  ...steps: readonly (readonly [ms: number, comes: 'nothing' | 'zeros' | 'sound' | 'comfort', held?: 'held'])[]
): OneWayReport[] => {
  const oneWay = new OneWay({ noPacketsMs: 5000, silenceMs: 20_000 });
  const told: OneWayReport[] = [];
  let at = 0;
  for (const [ms, comes, held] of steps) {
    for (const end = at + ms; at < end; ) {
      at += 20;
      if (comes !== 'nothing') oneWay.packet(comes === 'comfort');
      const report = oneWay.pass(20, at, comes === 'sound' ? LOUD : SILENT, held === undefined);
      if (report) told.push(report);
    }
  }
  return told;
};

describe('a call whose sound goes one way', () => {
  test('nothing comes for five seconds: told once', () =>
    expect(listen([30_000, 'nothing'])).toEqual([{ cause: 'no_packets', afterMs: 5000, restoredMs: null }]));
  test('packets of zeros come for twenty seconds: told once', () =>
    expect(listen([60_000, 'zeros'])).toEqual([{ cause: 'digital_silence', afterMs: 20_000, restoredMs: null }]));
  test('sound that comes late after all is told too, and then no more', () =>
    expect(listen([8000, 'nothing'], [1000, 'zeros'], [2000, 'sound'], [60_000, 'nothing'])).toEqual([
      { cause: 'no_packets', afterMs: 5000, restoredMs: null },
      { cause: 'no_packets', afterMs: 5000, restoredMs: 9020 },
    ]));
  test('packets that begin late are given their own time', () =>
    expect(listen([4000, 'nothing'], [19_000, 'zeros'], [20, 'sound'])).toEqual([]));
  test('one sound is enough: what falls silent later is not one-way', () =>
    expect(listen([1000, 'zeros'], [20, 'sound'], [60_000, 'zeros'], [60_000, 'nothing'])).toEqual([]));
  test('comfort noise is sound', () => expect(listen([60_000, 'comfort'])).toEqual([]));
  test('time on hold does not count', () =>
    expect(listen([3000, 'nothing'], [60_000, 'nothing', 'held'], [3000, 'nothing'])).toEqual([
      { cause: 'no_packets', afterMs: 65_000, restoredMs: null },
    ]));
});

test('both laws have their digital silence', () => {
  expect(isDigitalSilence(decodeG711('PCMU', new Uint8Array(160).fill(0xff)))).toBe(true);
  expect(isDigitalSilence(decodeG711('PCMA', new Uint8Array(160).fill(0xd5)))).toBe(true);
  expect(isDigitalSilence(decodeG711('PCMU', new Uint8Array(160).fill(0xf0)))).toBe(false);
});
