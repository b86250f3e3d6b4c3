import { expect, test } from 'vitest';
import { EventJournal } from './journal.ts';

const key = (digits: string) => ({ kind: 'key' as const, digits, offsetMs: 0 });

test('events are kept in order until they are acknowledged', () => {
  const journal = new EventJournal();
  journal.append('a', 1, key('1'));
  journal.append('a', 2, key('2'));
  journal.append('b', 3, key('3'));
  journal.acknowledge('a', 1);
  expect(journal.unacknowledged().map((m) => [m.call, m.seq])).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
});

test('numbers go on after an acknowledgement, so that core can tell a repetition from news', () => {
  const journal = new EventJournal();
  journal.append('a', 1, key('1'));
  journal.acknowledge('a', 1);
  expect(journal.append('a', 2, key('2')).seq).toBe(2);
});

test('an acknowledgement of an unknown call changes nothing', () => {
  const journal = new EventJournal();
  journal.append('a', 1, key('1'));
  journal.acknowledge('x', 9);
  expect(journal.waits('a')).toBe(true);
});
