import { createServer } from 'node:http';
import { createServer as createTcp, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { parseConfig } from '#shared/config/parse.ts';
import { otherLines } from './lines.ts';
import { reach } from './network.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
/** Port 1: no box answers there. */
const config = (lines: string, port = 1) => parseConfig(`http: {port: ${port}}\nlines: ${lines}\n`, '/etc/pilot.yaml');

test('none configured is well', async () => {
  expect(await otherLines.run(config('{}'))).toMatchObject({ status: 'ok', detail: 'none configured' });
});

test('a line beside SIP is a way in', async () => {
  expect(await reach.run(config('{}'))).toMatchObject({ status: 'warn' });
  expect(await reach.run(config('{audiosocket: {}}'))).toMatchObject({
    status: 'ok',
    detail: 'line audiosocket, 127.0.0.0/8',
  });
});

test('a port that another program has is named while the box does not run', async () => {
  const other = createTcp();
  open.push(other);
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  expect(await otherLines.run(config(`{audiosocket: {port: ${port}, calls_port: 0}}`))).toMatchObject({
    status: 'warn',
    detail: `127.0.0.1:${port}: EADDRINUSE`,
  });
  expect(await otherLines.run(config('{audiosocket: {port: 0, calls_port: 0}}'))).toMatchObject({ status: 'ok' });
});

test('an auth token that is not set is named', async () => {
  const twilio = '{twilio: {public_url: "https://calls.example.com", auth_token_env: PILOT_TEST_NEVER_SET}}';
  expect(await otherLines.run(config(twilio))).toMatchObject({
    status: 'warn',
    detail: expect.stringContaining('PILOT_TEST_NEVER_SET'),
  });
});

test('the running box is asked how its lines stand', async () => {
  const checks = [{ name: 'line audiosocket', ok: false, detail: 'listen EACCES', fix: 'Change port.' }];
  const box = createServer((_request, response) => response.end(JSON.stringify({ status: 'degraded', checks })));
  open.push(box);
  await new Promise<void>((resolve) => box.listen(0, '127.0.0.1', resolve));
  const { port } = box.address() as AddressInfo;
  expect(await otherLines.run(config('{audiosocket: {}}', port))).toMatchObject({
    status: 'fail',
    detail: 'line audiosocket: listen EACCES',
    fix: 'Change port.',
  });
});
