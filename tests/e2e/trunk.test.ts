import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openRegistrar } from '#fakes/sip-registrar.ts';
import { expect, test } from 'vitest';
import { HealthReport } from '#shared/api/health.ts';
import { Value } from 'typebox/value';
import { Box } from './box.ts';

const health = async (box: Box): Promise<HealthReport['checks']> => {
  const report: unknown = await (await fetch(`${box.http}/healthz`)).json();
  if (!Value.Check(HealthReport, report)) throw new Error('no health report');
  return report.checks;
};
const trunk = async (box: Box) => (await health(box)).find(({ name }) => name === 'trunk main');

test('a trunk registers when the box starts; health and doctor say so, also after core was killed; it leaves with the box', async () => {
  const registrar = await openRegistrar({ user: 'shop', password: 'not a secret', algorithm: 'SHA-256' });
  const register = `{server: "${registrar.server}", user: shop, password_env: TRUNK_PASSWORD}`;
  const config = `sip:\n  trunks:\n    - name: main\n      register: ${register}\n`;
  const env = { TRUNK_PASSWORD: 'not a secret' };
  try {
    await using box = await Box.start({ config, env });
    await expect.poll(() => trunk(box), { timeout: 5_000 }).toMatchObject({ ok: true });
    expect((await trunk(box))?.detail).toMatch(/^registered since .* UTC, until .* UTC$/);
    expect(registrar.bindings.size).toBe(1);

    const file = join(box.ready.data, 'doctor.yaml');
    writeFileSync(file, `${config}http: {port: ${new URL(box.http).port}}\n`);
    const told = await new Promise<string>((done) => {
      execFile(resolve('bin/pilot'), ['doctor', '--config', file], (_error, stdout) => done(stdout));
    });
    expect(told).toMatch(/trunk main registered since/);

    process.kill(box.ready.pids.core, 'SIGKILL');
    await expect.poll(() => trunk(box).catch(() => null), { timeout: 15_000 }).toMatchObject({ ok: true });
    expect(registrar.log.filter((line) => line === 'REGISTER 200')).toHaveLength(1);
  } finally {
    await registrar.close();
  }
  expect(registrar.bindings.size).toBe(0);
}, 60_000);
