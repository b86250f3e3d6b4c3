import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { unsetLine, type LineSetting } from '#shared/lines/setting.ts';
import { LineModes } from '../lines/modes.ts';
import { ownerDesk, type OwnerDesk } from './desk.ts';

let folder: string;
let modes: LineModes;
let desk: OwnerDesk;
let now: number;
beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), 'desk-'));
  modes = new LineModes(join(folder, 'modes.json'), silentLog());
  now = 1_000;
  desk = ownerDesk(
    async () => 'right',
    modes,
    () => now,
  );
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});
const told = (change: Partial<LineSetting>): void =>
  modes.update({ type: 'modes', lines: [{ ...unsetLine('main'), ...change }], open: [] });

test('a change is stored once core has told so, and not by a change for a time or of another mode', async () => {
  const stored = desk.stored('main', 'off');
  told({ mode: 'overflow' });
  told({ mode: 'off', until: 9_000, afterwards: 'always' });
  told({ mode: 'off' });
  expect(await stored).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('a core that does not store it in four seconds is told as away', async () => {
  const stored = desk.stored('main', 'off');
  await vi.advanceTimersByTimeAsync(4_000);
  expect(await stored).toBe(false);
});

test('a mode whose time is over is not told any more, also before core says so', () => {
  told({ mode: 'off', until: 2_000, afterwards: 'overflow' });
  expect(desk.setting('main').mode).toBe('off');
  now = 2_000;
  expect(desk.setting('main').mode).toBe('overflow');
});
