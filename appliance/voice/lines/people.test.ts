import { expect, test } from 'vitest';
import type { PersonConfig } from '#shared/config/transfer.ts';
import { completeTrunk, type TrunkFile } from '#shared/config/trunks.ts';
import type { CallRequest } from '../sip/session/outgoing.ts';
import { peopleOf, phonesOf } from './people.ts';

const MAIN: TrunkFile = {
  name: 'main',
  register: { server: 'sip.carrier.example:5070', user: '15550100', password_env: 'P' },
};
const PBX: TrunkFile = { name: 'pbx', hosts: ['192.0.2.5'], transfer: 'refer', refer_to: 'tel' };
const HERE = { host: '127.0.0.1', port: 20_000 };
const CALLER = { uri: 'sip:x@y', user: '9375550142', display: '' };

const person = (change: Partial<PersonConfig>): PersonConfig => ({
  name: 'Dana',
  number: null,
  address: null,
  trunk: null,
  way: null,
  when: 'always',
  ...change,
});

const people = (...to: PersonConfig[]) => {
  const placed: CallRequest[] = [];
  const agent = {
    address: { address: '127.0.0.1', port: 5060 },
    call: (request: CallRequest) => {
      placed.push(request);
      return null as never;
    },
  };
  const found = peopleOf({
    agent,
    media: { openLeg: () => Promise.reject(new Error('no media')) },
    trunks: [MAIN, PBX].map((one) => completeTrunk(one)),
    transfer: { ringMs: 25_000, record: false, to },
  });
  return { found, placed };
};

test('a number is rung over its trunk, in the shop’s name', () => {
  const { found, placed } = people(person({ number: '+19375550111', trunk: 'main' }));
  found.find('Dana', 'main')?.ring(CALLER, HERE);
  expect(placed).toEqual([
    {
      target: 'sip:+19375550111@sip.carrier.example:5070',
      from: '<sip:15550100@sip.carrier.example>',
      media: HERE,
      trunk: 'main',
    },
  ]);
});

test('a phone of the shop’s own is rung where it is, and shows who calls', () => {
  const { found, placed } = people(person({ address: 'sip:dana@192.0.2.20' }));
  found.find('Dana', null)?.ring(CALLER, HERE);
  expect(placed).toEqual([{ target: 'sip:dana@192.0.2.20', from: '<sip:9375550142@127.0.0.1:5060>', media: HERE }]);
});

test.each([
  ['main', 'bridge', 'sip:+19375550111@sip.carrier.example:5070'],
  ['pbx', 'refer', 'tel:+19375550111'],
  [null, 'bridge', 'sip:+19375550111@sip.carrier.example:5070'],
] as const)('a caller over trunk %s: %s, Refer-To %s', (over, way, referTo) => {
  const { found } = people(person({ number: '+19375550111', trunk: 'main' }));
  expect(found.find('Dana', over)).toMatchObject({ way, referTo, ringMs: 25_000 });
});

test('nobody outside the configuration is found, and what no trunk can call is said', () => {
  const { found } = people(person({ number: '+19375550111', trunk: 'pbx' }));
  expect(found.find('sip:anybody@example.com', 'main')).toBeNull();
  expect(() => found.find('Dana', 'main')?.ring(CALLER, HERE)).toThrow(/no trunk can call Dana/);
});

test('what the shop’s own phones send is let in', () => {
  const to = [person({ address: 'sip:dana@192.0.2.20:5062' }), person({ name: 'B', address: 'sip:b@phone.example' })];
  expect(phonesOf({ ringMs: 1, record: false, to })).toEqual(['192.0.2.20']);
});
