import { expect, test } from 'vitest';
import { Keys, type KeyWay } from './keys.ts';

const heard = (presses: readonly (readonly [string, KeyWay, number])[]): string => {
  const keys = new Keys();
  return presses
    .filter((press) => keys.take(...press))
    .map(([digit]) => digit)
    .join('');
};

test.each<[string, [string, KeyWay, number][], string]>([
  [
    'by one way alone',
    [
      ['5', 'rtp', 0],
      ['5', 'rtp', 300],
      ['6', 'rtp', 600],
    ],
    '556',
  ],
  [
    'by INFO alone',
    [
      ['5', 'info', 0],
      ['5', 'info', 300],
    ],
    '55',
  ],
  [
    'both ways, sound first',
    [
      ['5', 'rtp', 0],
      ['5', 'info', 900],
    ],
    '5',
  ],
  [
    'both ways, INFO first',
    [
      ['5', 'info', 0],
      ['5', 'rtp', 40],
    ],
    '5',
  ],
  [
    'both ways, quickly one after another',
    [
      ['1', 'rtp', 0],
      ['1', 'rtp', 200],
      ['1', 'info', 250],
      ['2', 'rtp', 400],
      ['1', 'info', 450],
      ['2', 'info', 600],
    ],
    '112',
  ],
  [
    'both ways, a pause between',
    [
      ['7', 'rtp', 0],
      ['7', 'info', 100],
      ['7', 'rtp', 5000],
      ['7', 'info', 5100],
    ],
    '77',
  ],
  [
    'a way that stops telling',
    [
      ['7', 'rtp', 0],
      ['7', 'info', 2000],
    ],
    '77',
  ],
])('keys %s', (_, presses, keys) => expect(heard(presses)).toBe(keys));
