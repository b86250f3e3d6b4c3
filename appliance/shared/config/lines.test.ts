import { expect, test } from 'vitest';
import { configuredLines } from './lines.ts';
import { parseConfig } from './parse.ts';

test('lines of trunks, of streams, and of the phones inside; each with what its ways can do', () => {
  const config = parseConfig(
    `sip:
  trunks:
    - {name: carrier, hosts: [192.0.2.1], redirect: true, carrier_failover: "+19375550142", numbers: {"+15555550100": plumbing}}
lines:
  audiosocket: {numbers: {"200": plumbing, "201": heating}}
  twilio: {public_url: "https://calls.example.com", fallback: "+19375550142"}
`,
    '/etc/pilot.yaml',
  );
  const told = configuredLines(config).map(({ name, numbers, trunks, rings, redirects, failover }) => ({
    [name]: [numbers.join(), trunks.join(), rings, redirects, failover],
  }));
  expect(Object.assign({}, ...told)).toEqual({
    plumbing: ['+15555550100,200', 'carrier,audiosocket', false, false, false],
    carrier: ['', 'carrier', true, true, true],
    heating: ['201', 'audiosocket', false, false, false],
    audiosocket: ['', 'audiosocket', false, false, false],
    twilio: ['', 'twilio', false, true, true],
    main: ['', '', true, false, false],
  });
});
