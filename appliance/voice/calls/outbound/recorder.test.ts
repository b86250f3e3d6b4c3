import { expect, test } from 'vitest';
import { LONGEST_GREETING_MS, RECORDER_START, RECORDS_AFTER_MS, recordsNow } from './recorder.ts';

/** When it is taken to record, ms; `speaks` and `beeps` are from-to. */
const recordsAt = (speaks: readonly [number, number] | null, beeps: readonly [number, number] | null): number => {
  let recorder = RECORDER_START;
  for (let atMs = 0; atMs < 40_000; atMs += 20) {
    const sounds = [
      ...(atMs === speaks?.[0] ? [{ kind: 'speech', on: true, atMs } as const] : []),
      ...(atMs === speaks?.[1] ? [{ kind: 'speech', on: false, atMs } as const] : []),
      { kind: 'frame', tone: beeps !== null && atMs >= beeps[0] && atMs < beeps[1], atMs } as const,
    ];
    for (const sound of sounds) {
      const step = recordsNow(recorder, sound);
      recorder = step.recorder;
      if (step.records) return atMs;
    }
  }
  return -1;
};

test('a voicemail records once greeting and beep are over', () => {
  expect(recordsAt([0, 6000], [6800, 7200])).toBe(7180 + RECORDS_AFTER_MS);
  expect(recordsAt([0, 6000], null)).toBe(6000 + RECORDS_AFTER_MS);
  expect(recordsAt(null, [0, 400])).toBe(380 + RECORDS_AFTER_MS);
});

test('one that never stops is spoken over', () => {
  expect(recordsAt([0, 39_000], null)).toBe(LONGEST_GREETING_MS);
});
