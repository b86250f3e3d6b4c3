import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { drillCommand } from './drill.ts';

const out = captureStdout();
const DRILLS = join(import.meta.dirname, '../../tests/drills');

describe('pilot drill', () => {
  test('tells each run and the totals, as text and as JSON', async () => {
    expect(await drillCommand([join(DRILLS, 'office'), '--only', 'office-wrong-number'])).toBe(0);
    expect(out.text).toMatch(/^right {2}office-wrong-number/);
    expect(out.text).toContain('0 false bookings, 0 duplicates, 0 wrong prices');
    out.clear();
    expect(await drillCommand([join(DRILLS, 'office/wrong-number.yaml'), '--repeat', '2', '--json'])).toBe(0);
    const { totals, runs } = JSON.parse(out.text) as { totals: object; runs: { seed: number }[] };
    expect(totals).toMatchObject({ scenarios: 1, runs: 2, right: 2, falseBookings: 0 });
    expect(runs.map(({ seed }) => seed)).toEqual([1, 2]);
  });

  test('a drill by a playbook that does not know the trade ends wrong, with what was said', async () => {
    const code = await drillCommand([join(DRILLS, 'electrical/fan-install.yaml'), '--playbook', 'plumbing']);
    expect(code).toBe(1);
    expect(out.text).toMatch(/^WRONG {2}electrical-fan-install/);
    expect(out.text).toContain('    caller  ');
  });

  test('what is asked wrong is named before anything is played', async () => {
    await expect(drillCommand([])).rejects.toMatchObject({ code: 'usage' });
    await expect(drillCommand([DRILLS, '--repeat', '0'])).rejects.toMatchObject({ code: 'usage' });
    await expect(drillCommand([DRILLS, '--only', 'no-such-drill'])).rejects.toMatchObject({ code: 'drill_missing' });
    await expect(drillCommand([join(DRILLS, 'nowhere')])).rejects.toMatchObject({ code: 'drill_missing' });
    await expect(drillCommand([DRILLS, '--playbook', 'carpentry'])).rejects.toMatchObject({ code: 'playbook_unknown' });
    expect(out.text).toBe('');
  });
});
