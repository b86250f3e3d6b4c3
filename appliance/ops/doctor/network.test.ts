import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { parseConfig } from '#shared/config/parse.ts';
import { openAuthority } from '#fakes/certificates.ts';
import { certificate } from './certificate.ts';
import { encryption, failover, reach, trunks } from './network.ts';

const TRUNK = `
  trunks:
    - name: main
      register: {server: sip.carrier.example, user: "15550100", password_env: PILOT_TEST_NEVER_SET}
`;
/** Port 1: no box answers there. */
const config = (sip: string, port = 1) => parseConfig(`http: {port: ${port}}\nsip:${sip}`, '/etc/pilot.yaml');

test('no trunk, a trunk that loopback cannot reach, a password that is not set', async () => {
  expect(await trunks.run(config(' {}\n'))).toMatchObject({ status: 'ok' });
  expect(await trunks.run(config(TRUNK))).toMatchObject({ status: 'fail', fix: expect.stringContaining('sip.host') });
  const told = await trunks.run(config(`\n  host: 0.0.0.0${TRUNK}`));
  expect(told).toMatchObject({ status: 'warn', detail: expect.stringContaining('PILOT_TEST_NEVER_SET') });
  expect(await reach.run(config(TRUNK))).toMatchObject({ status: 'ok', detail: 'trunk main, 127.0.0.0/8' });
});

test('the running box is asked how its trunks stand', async () => {
  const checks = [{ name: 'trunk main', ok: false, detail: 'not registered: 403 Forbidden', fix: 'Call the carrier.' }];
  const box = createServer((_request, response) => response.end(JSON.stringify({ status: 'failing', checks })));
  await new Promise<void>((resolve) => {
    box.listen(0, '127.0.0.1', resolve);
  });
  const { port } = box.address() as AddressInfo;
  expect(await trunks.run(config(`\n  host: 0.0.0.0${TRUNK}`, port))).toMatchObject({
    status: 'fail',
    detail: 'trunk main: not registered: 403 Forbidden',
    fix: 'Call the carrier.',
  });
  box.close();
});

test("the carrier's fail-over number is asked for until the owner has said which it is", async () => {
  const said = (text: string) => config(`${TRUNK}      carrier_failover: ${text}\n`);
  expect(await failover.run(config(' {}\n'))).toMatchObject({ status: 'ok' });
  expect(await failover.run(config(TRUNK))).toMatchObject({ status: 'warn', detail: 'not confirmed for main' });
  expect(await failover.run(said('"+19375550142"'))).toMatchObject({ status: 'ok', detail: 'main to +19375550142' });
  expect(await failover.run(said('none'))).toMatchObject({ status: 'warn', detail: 'none for main' });
  expect(() => said('maybe')).toThrow('carrier_failover');
});

test('keys that can be read on their way are warned of', async () => {
  const sealed = `${TRUNK}      srtp: required\n`;
  expect(await encryption.run(config(TRUNK))).toMatchObject({ status: 'ok' });
  expect(await encryption.run(config(sealed))).toMatchObject({
    status: 'warn',
    detail: expect.stringContaining('trunk main required'),
  });
  const safe = `${sealed}      transport: tls\n`;
  expect(await encryption.run(config(safe))).toMatchObject({ status: 'ok', detail: expect.stringContaining('by TLS') });
});

test('a TLS certificate is looked at before the box starts', async () => {
  await using authority = await openAuthority();
  const [good, soon, old] = await Promise.all([
    authority.issue('good', ['DNS:box.example'], 90),
    authority.issue('soon', ['DNS:box.example'], 7),
    authority.issue('old', ['DNS:box.example'], -1),
  ]);
  const look = (cert: string, key: string) =>
    certificate.run(parseConfig(`sip:\n  tls: {cert: ${cert}, key: ${key}}\n`, '/etc/pilot.yaml'));
  expect(await certificate.run(parseConfig('', '/etc/pilot.yaml'))).toMatchObject({ status: 'ok' });
  expect(await look(good.certFile, good.keyFile)).toMatchObject({
    status: 'ok',
    detail: expect.stringMatching(/^valid until/),
  });
  expect(await look(soon.certFile, soon.keyFile)).toMatchObject({
    status: 'warn',
    detail: expect.stringMatching(/^valid until/),
  });
  expect(await look(old.certFile, old.keyFile)).toMatchObject({
    status: 'warn',
    detail: expect.stringMatching(/^ran out on/),
  });
  expect(await look(good.certFile, old.keyFile)).toMatchObject({
    status: 'fail',
    detail: expect.stringMatching(/does not fit/),
  });
});
