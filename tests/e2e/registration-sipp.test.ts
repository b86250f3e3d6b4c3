import { expect, test, vi } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { completeTrunk } from '#shared/config/trunks.ts';
import { openSipLine } from '#voice/lines/sip.ts';
import { freePort, runSipp } from './sipp/run.ts';

test('sipp as registrar finds our digest right by its own arithmetic, and sees us go', async () => {
  vi.stubEnv('TRUNK_PASSWORD', 'not a secret');
  const port = await freePort();
  const registrar = runSipp('registrar', '127.0.0.1:9', { port });
  const line = await openSipLine('inside', { host: '127.0.0.1', port: 0, log: silentLog() }, [
    completeTrunk({
      name: 'main',
      register: { server: `127.0.0.1:${port}`, user: 'shop', password_env: 'TRUNK_PASSWORD', expires: 600 },
      caller_id: ['from'],
    }),
  ]);
  vi.unstubAllEnvs();
  await expect.poll(() => line.states()[0]?.detail, { timeout: 10_000 }).toMatch(/^registered since/);
  await line.close();
  expect(await registrar).toEqual({ code: 0, errors: '' });
}, 30_000);
