import { expect, test } from 'vitest';
import { parseConfig } from '#shared/config/parse.ts';
import { people } from './people.ts';

const run = (to: string) => people.run(parseConfig(to === '' ? '' : `transfer:\n  to:\n${to}`, '/etc/pilot.yaml'));
const DESK = '    - {name: Desk, address: "sip:desk@192.0.2.20", when: open}\n';
const DANA = '    - {name: Dana, address: "sip:dana@192.0.2.21"}\n';

test.each([
  ['', 'warn', 'nobody is named'],
  [DESK, 'warn', 'Desk (open); nobody while the shop is closed'],
  [DESK + DANA, 'ok', 'Desk (open), Dana'],
])('people %j: %s', async (to, status, detail) => {
  expect(await run(to)).toMatchObject({ status, detail });
});
