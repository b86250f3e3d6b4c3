import { expect, test } from 'vitest';
import { DecodeLane } from './decode-lane.ts';

test('no more than its width runs at once, in the order asked, and all of it runs', async () => {
  const lane = new DecodeLane(2);
  const order: number[] = [];
  let active = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 9 }, (_, i) =>
      lane.run(async () => {
        most = Math.max(most, ++active);
        order.push(i);
        await new Promise((resolve) => setImmediate(resolve));
        active--;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(lane.busy).toBe(false);
});

test('a decode that fails frees its place', async () => {
  const lane = new DecodeLane(1);
  await expect(lane.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(lane.busy).toBe(false);
  expect(await lane.run(() => Promise.resolve('yes'))).toBe('yes');
});
