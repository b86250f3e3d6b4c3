import { describe, expect, it } from 'vitest';
import { Playout, type Played } from './playout.ts';

const fill = (samples: number, value: number): Int16Array => new Int16Array(samples).fill(value);
const open = () => {
  const reports: Played[] = [];
  return { reports, playout: new Playout((played) => reports.push(played)) };
};

describe('playout', () => {
  it('plays items in order and without a gap between them', () => {
    const { playout, reports } = open();
    playout.play('a', fill(200, 1), true);
    playout.play('b', fill(120, 2), true);
    expect([...(playout.next(0) ?? [])]).toEqual([...fill(160, 1)]);
    expect([...(playout.next(20) ?? [])]).toEqual([...fill(40, 1), ...fill(120, 2)]);
    expect(playout.next(40)).toBeNull();
    expect(reports.filter(({ done }) => done)).toEqual([
      { id: 'a', samples: 200, totalSamplesQueued: 200, done: true, stopped: false, firstPacketMs: 0 },
      { id: 'b', samples: 120, totalSamplesQueued: 120, done: true, stopped: false, firstPacketMs: 20 },
    ]);
  });

  it('reports the first packet, every 100 ms, and the end once', () => {
    const { playout, reports } = open();
    playout.play('a', fill(160 * 12, 1), true);
    for (let i = 0; i < 14; i++) playout.next(1000 + i * 20);
    expect(reports.map(({ samples, done }) => [samples / 160, done])).toEqual([
      [1, false],
      [6, false],
      [11, false],
      [12, true],
    ]);
    expect(reports.every(({ firstPacketMs }) => firstPacketMs === 1000)).toBe(true);
  });

  it('waits for more of an item that is not complete, and keeps the next one behind it', () => {
    const { playout, reports } = open();
    playout.play('a', fill(160, 1), false);
    playout.play('b', fill(160, 2), true);
    playout.next(0);
    expect(playout.next(20)).toBeNull();
    playout.play('a', fill(160, 3), false);
    expect(playout.next(40)?.[0]).toBe(3);
    playout.play('a', fill(0, 0), true);
    expect(reports.at(-1)).toMatchObject({ id: 'a', done: true, samples: 320 });
    expect(playout.next(60)?.[0]).toBe(2);
  });

  it('gives nothing while paused and goes on where it was', () => {
    const { playout } = open();
    playout.play(
      'a',
      Int16Array.from({ length: 320 }, (_, i) => i),
      true,
    );
    playout.next(0);
    playout.pause();
    expect(playout.next(20)).toBeNull();
    playout.resume();
    expect(playout.next(40)?.[0]).toBe(160);
  });

  it('drops the rest on stop and tells what was played', () => {
    const { playout, reports } = open();
    playout.play('a', fill(800, 1), false);
    playout.play('b', fill(800, 2), true);
    playout.next(0);
    playout.stop('a');
    expect(reports.at(-1)).toMatchObject({ id: 'a', samples: 160, done: true, stopped: true });
    expect(playout.next(20)?.[0]).toBe(2);
    playout.stop(null);
    expect(reports.at(-1)).toMatchObject({ id: 'b', samples: 160, totalSamplesQueued: 800, done: true, stopped: true });
    expect(playout.next(40)).toBeNull();
  });

  it('tells of an item stopped before it began that nothing of it was heard', () => {
    const { playout, reports } = open();
    playout.pause();
    playout.play('a', fill(800, 1), true);
    playout.stop(null);
    expect(reports).toEqual([
      { id: 'a', samples: 0, totalSamplesQueued: 800, done: true, stopped: true, firstPacketMs: null },
    ]);
    playout.play('b', fill(160, 2), true);
    expect(playout.next(0)?.[0]).toBe(2);
  });
});
