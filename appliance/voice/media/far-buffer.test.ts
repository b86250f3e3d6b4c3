import { beforeEach, expect, test } from 'vitest';
import { FRAME_SAMPLES } from './audio.ts';
import { FarBuffer } from './far-buffer.ts';
import { Playout } from './playout.ts';
import type { LegPlayed, StreamOut } from './messages.ts';

/** What the far end holds: sound and marks in order, played a frame a tick. */
let held: Exclude<StreamOut, { kind: 'clear' }>[];
let returned: string[];
let heard: number[];
let sent: StreamOut['kind'][];
let told: LegPlayed[];
let played: number[];
let far: FarBuffer;
let playout: Playout;
let stands: boolean;
let now: number;

/** A frame says which one it is by its samples. */
const sound = (from: number, frames: number): Int16Array =>
  Int16Array.from({ length: frames * FRAME_SAMPLES }, (_, i) => from + Math.floor(i / FRAME_SAMPLES));

const farEndPlays = (): void => {
  const first = held.shift();
  if (first?.kind === 'sound') heard.push(first.pcm[0] ?? 0);
  while (held[0]?.kind === 'mark') returned.push((held.shift() as { name: string }).name);
};

const tick = (count = 1): void => {
  for (let i = 0; i < count; i++) {
    now += 20;
    farEndPlays();
    for (const name of returned.splice(0)) far.marked(name);
    const frame = far.tick(
      now,
      () => {
        const { item } = playout;
        const next = playout.next(now);
        return next && { frame: next, item };
      },
      stands,
    );
    if (frame) played.push(frame[0] ?? 0);
  }
};

beforeEach(() => {
  [held, returned, heard, sent, told, played] = [[], [], [], [], [], []];
  stands = false;
  now = 0;
  far = new FarBuffer({
    frames: 5,
    send: (out) => {
      sent.push(out.kind);
      if (out.kind !== 'clear') held.push(out);
      else
        for (const one of held.splice(0)) {
          if (one.kind === 'mark') returned.push(one.name);
        }
    },
    tell: (report) => told.push(report),
  });
  playout = new Playout((report) => far.report({ ...report, firstPacketAt: 0 }));
});

test('the far end is kept a few frames ahead and never more; silence is not sent', () => {
  playout.play('a', sound(1, 20), true);
  for (let i = 0; i < 30; i++) {
    tick();
    expect(held.filter(({ kind }) => kind === 'sound').length).toBeLessThanOrEqual(5);
  }
  expect(heard).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  expect(played).toEqual(heard);
  expect(sent.filter((kind) => kind === 'sound')).toHaveLength(20);
});

test('an item is done when its last mark has come back, not when it was sent', () => {
  playout.play('a', sound(1, 5), true);
  tick();
  expect(sent.filter((kind) => kind === 'sound')).toHaveLength(5);
  expect(told).toEqual([]);
  tick(5);
  expect(told.at(-1)).toMatchObject({ id: 'a', samples: 800, done: true, stopped: false });
});

test('an end that is known only after its sound was sent is told in order', () => {
  playout.play('a', sound(1, 7), false);
  tick(4);
  playout.play('a', new Int16Array(0), true);
  expect(told.some(({ done }) => done)).toBe(false);
  tick(10);
  expect(told.at(-1)).toMatchObject({ id: 'a', samples: 7 * FRAME_SAMPLES, done: true });
  expect(told.map(({ samples }) => samples)).toEqual([...told].map(({ samples }) => samples).toSorted((a, b) => a - b));
});

test('a pause silences the far end at once, and no sound is lost by it', () => {
  playout.play('a', sound(1, 12), true);
  tick(4);
  playout.pause();
  far.takeBack();
  stands = true;
  expect(held).toEqual([]);
  const before = [...heard];
  tick(10);
  expect(heard).toEqual(before);
  expect(told.some(({ done }) => done)).toBe(false);
  playout.resume();
  stands = false;
  tick(20);
  expect(heard).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  expect(told.at(-1)).toMatchObject({ done: true, samples: 12 * FRAME_SAMPLES });
});

test('a stop tells what was played, not what was sent; marks that the clear sent back tell nothing', () => {
  playout.play('a', sound(1, 100), true);
  tick(11);
  far.drop('a', () => playout.stop('a'));
  const reports = told.filter(({ done }) => done);
  expect(reports).toMatchObject([{ id: 'a', stopped: true, samples: 10 * FRAME_SAMPLES }]);
  tick(5);
  expect(heard).toHaveLength(10);
  expect(told.at(-1)?.done).toBe(true);
});

test('an item sent whole and stopped before it was heard whole is reported once, as stopped', () => {
  playout.play('a', sound(1, 4), true);
  tick(2);
  far.drop(null, () => playout.stop(null));
  tick(10);
  expect(told.filter(({ done }) => done)).toMatchObject([{ id: 'a', stopped: true, samples: FRAME_SAMPLES }]);
});

test('what follows the item that is stopped is heard all the same', () => {
  playout.play('filler', sound(1, 3), true);
  playout.play('answer', sound(50, 4), true);
  tick(2);
  far.drop('filler', () => playout.stop('filler'));
  tick(10);
  expect(heard).toEqual([1, 50, 51, 52, 53]);
  expect(told.filter(({ done }) => done).map(({ id, stopped }) => [id, stopped])).toEqual([
    ['filler', true],
    ['answer', false],
  ]);
});

test('a far end that tells no marks is believed after a while: no sentence stays open for ever', () => {
  playout.play('a', sound(1, 4), true);
  tick();
  held = [];
  tick(4 + 99);
  expect(told.some(({ done }) => done)).toBe(false);
  tick(3);
  expect(told.at(-1)).toMatchObject({ id: 'a', done: true });
});
