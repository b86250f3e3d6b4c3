import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { drillCommand } from './drill.ts';

const DRILLS = join(import.meta.dirname, '../../tests/drills');
let told: string;

beforeEach(() => {
  told = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('pilot drill', () => {
  test('tells each run and the totals, as text and as JSON', async () => {
    expect(await drillCommand([join(DRILLS, 'office'), '--only', 'office-wrong-number'])).toBe(0);
    expect(told).toMatch(/^right {2}office-wrong-number/);
    expect(told).toContain('0 false bookings, 0 duplicates, 0 wrong prices');
    told = '';
    expect(await drillCommand([join(DRILLS, 'office/wrong-number.yaml'), '--repeat', '2', '--json'])).toBe(0);
    const { totals, runs } = JSON.parse(told) as { totals: object; runs: { seed: number }[] };
    expect(totals).toMatchObject({ scenarios: 1, runs: 2, right: 2, falseBookings: 0 });
    expect(runs.map(({ seed }) => seed)).toEqual([1, 2]);
  });

  test('a drill by a playbook that does not know the trade ends wrong, with what was said', async () => {
    const code = await drillCommand([join(DRILLS, 'electrical/fan-install.yaml'), '--playbook', 'plumbing']);
    expect(code).toBe(1);
    expect(told).toMatch(/^WRONG {2}electrical-fan-install/);
    expect(told).toContain('    caller  ');
  });

  test('what is asked wrong is named before anything is played', async () => {
    await expect(drillCommand([])).rejects.toMatchObject({ code: 'usage' });
    await expect(drillCommand([DRILLS, '--repeat', '0'])).rejects.toMatchObject({ code: 'usage' });
    await expect(drillCommand([DRILLS, '--only', 'no-such-drill'])).rejects.toMatchObject({ code: 'drill_missing' });
    await expect(drillCommand([join(DRILLS, 'nowhere')])).rejects.toMatchObject({ code: 'drill_missing' });
    await expect(drillCommand([DRILLS, '--playbook', 'carpentry'])).rejects.toMatchObject({ code: 'playbook_unknown' });
    expect(told).toBe('');
  });
});
