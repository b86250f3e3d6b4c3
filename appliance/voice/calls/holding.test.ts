import { beforeEach, expect, test } from 'vitest';
import type { Direction } from '../sip/session/media.ts';
import { Holding } from './holding.ts';

let log: string[];
let answer: (offered: Direction) => Direction | null;
const open = () =>
  new Holding({
    leg: {
      hold: (held, music) => void log.push(`${held ? 'held' : 'live'}${music === true ? ' with music' : ''}`),
    },
    incoming: {
      offerDirection: async (direction) => {
        log.push(`offer ${direction}`);
        return answer(direction);
      },
    },
    changed: (held) => void log.push(held ? 'talk stands' : 'talk goes on'),
  });

beforeEach(() => {
  log = [];
  answer = (offered) => offered;
});

test.each<Direction>(['recvonly', 'inactive'])('the far end holds us by %s and takes us back', (direction) => {
  const holding = open();
  holding.agreed(direction);
  holding.agreed('sendrecv');
  expect(log).toEqual(['held', 'talk stands', 'live', 'talk goes on']);
});

test('we hold with music from the first moment, and take the call back', async () => {
  const holding = open();
  const held = holding.hold();
  expect(log.slice(0, 2)).toEqual(['held with music', 'talk stands']);
  await held;
  expect(await holding.resume()).toBe(true);
  expect(log.slice(2)).toEqual([
    'offer sendonly',
    'held with music',
    'offer sendrecv',
    'held with music',
    'live',
    'talk goes on',
  ]);
});

test('a far end that refuses the offer is held by music alone, and needs no offer to come back', async () => {
  answer = () => null;
  const holding = open();
  await holding.hold();
  expect(await holding.resume()).toBe(true);
  expect(log.filter((one) => one.startsWith('offer'))).toEqual(['offer sendonly']);
  expect(holding.held).toBe(false);
});

test('a far end that does not take the call back stays on hold', async () => {
  const holding = open();
  await holding.hold();
  answer = () => null;
  expect(await holding.resume()).toBe(false);
  expect(holding.held).toBe(true);
  answer = (offered) => offered;
  expect(await holding.resume()).toBe(true);
  expect(holding.held).toBe(false);
});

test('both hold: no music, and the talk goes on only when both have let go', async () => {
  const holding = open();
  await holding.hold();
  log = [];
  holding.agreed('inactive');
  answer = () => 'recvonly';
  await holding.resume();
  expect(holding.held).toBe(true);
  holding.agreed('sendrecv');
  expect(log).toEqual(['held', 'offer sendrecv', 'held', 'held', 'live', 'talk goes on']);
});
