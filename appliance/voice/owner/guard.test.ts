import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { completeOwner } from '#shared/config/owner.ts';
import { digestPin } from '#shared/pin.ts';
import { LineModes } from '../lines/modes.ts';
import { PIN_LIMITS, PinGuard } from './guard.ts';
import { openOwnerDesk } from './open.ts';

const digest = await digestPin('271828');
let folder: string;
let now: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guard-'));
  now = 1_000_000;
});
afterEach(() => rmSync(folder, { recursive: true }));
const guard = () =>
  new PinGuard({ digest, file: join(folder, 'run', 'pin-tries.json'), now: () => now, log: silentLog() });

test('the third wrong PIN locks for a quarter of an hour, the right one too, and a restart does not unlock', async () => {
  const first = guard();
  expect([await first.check('1'), await first.check('2'), await first.check('3')]).toEqual([
    'wrong',
    'wrong',
    'locked',
  ]);
  expect(await first.check('271828')).toBe('locked');
  now += PIN_LIMITS.lockedMs - 1;
  const restarted = guard();
  expect(await restarted.check('271828')).toBe('locked');
  now += 1;
  expect(await restarted.check('271828')).toBe('right');
});

test('tries made at once in several calls are counted one by one', async () => {
  const one = guard();
  const verdicts = await Promise.all(Array.from({ length: 12 }, (_, i) => one.check(String(i))));
  expect(verdicts.filter((verdict) => verdict === 'wrong').length).toBeLessThanOrEqual(2);
  expect(await one.check('271828')).toBe('locked');
});

test('the right PIN clears the count, and no digit of any is written', async () => {
  const one = guard();
  await one.check('314159');
  await one.check('271828');
  expect([await one.check('1'), await one.check('2')]).toEqual(['wrong', 'wrong']);
  expect(await one.check('271828')).toBe('right');
  expect(readFileSync(join(folder, 'run', 'pin-tries.json'), 'utf8')).not.toMatch(/314159|271828/);
});

test('where the PIN stands: in the configuration, in the environment, or nowhere', async () => {
  const parts = {
    modes: new LineModes(join(folder, 'modes.json'), silentLog()),
    folder,
    now: () => now,
    log: silentLog(),
  };
  expect(openOwnerDesk(completeOwner({}), parts)).toBeNull();
  expect(await openOwnerDesk(completeOwner({ pin: digest }), parts)?.check('271828')).toBe('right');
  const byEnvironment = completeOwner({ pin_env: 'OWNER_PIN' });
  expect(await openOwnerDesk(byEnvironment, parts, { OWNER_PIN: digest })?.check('271828')).toBe('right');
  for (const wrong of [undefined, '', '271828'])
    expect(() => openOwnerDesk(byEnvironment, parts, { OWNER_PIN: wrong })).toThrow('OWNER_PIN, which holds no digest');
});
