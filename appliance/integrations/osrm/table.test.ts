import { expect, it } from 'vitest';
import { openOsrm } from '#fakes/osrm-server.ts';
import { osrmTable } from './table.ts';

const points = Array.from({ length: 230 }, (_, i): [number, number] => [-83 - i / 1000, 40]);

it('puts a table together from as many blocks as the server allows', async () => {
  await using osrm = await openOsrm();
  const { durations, distances } = await osrmTable(osrm.url, points);
  expect(osrm.asked()).toBe(9);
  expect(durations.map((row) => row.length)).toEqual(points.map(() => 230));
  expect(distances[3]?.[205]).toBeCloseTo(20_200, 3);
  expect(durations[205]?.[3]).toBeCloseTo(2020, 3);
});

it('has no drive where there is no road', async () => {
  await using osrm = await openOsrm();
  const { durations } = await osrmTable(osrm.url, [
    [-83, 40],
    [0, 0],
  ]);
  expect(durations).toEqual([
    [0, null],
    [null, null],
  ]);
});

it('says what the server says when it refuses, and that nobody is there when nobody is', async () => {
  await using osrm = await openOsrm({ maxTable: 5 });
  await expect(osrmTable(osrm.url, points)).rejects.toMatchObject({
    code: 'osrm_failed',
    message: expect.stringContaining('TooBig: Too many table coordinates') as string,
  });
  await expect(osrmTable('http://127.0.0.1:1', points)).rejects.toMatchObject({ code: 'osrm_failed', retryable: true });
});
