import { expect, test } from 'vitest';
import { mendPhone, withAreaCode } from './mend-phone.ts';

test.each([
  ['5551234567', '124', 'no one two four', '5551244567'],
  ['5551234567', '4568', 'no four five six eight', '5551234568'],
  ['5551234567', '565', 'its five six five', null],
  ['5551234890', '565', 'its five six five', '5651234890'],
  ['5551234567', '568', 'no five six eight', '5551234568'],
  ['5551234567', '937', 'the area code is nine three seven', '9371234567'],
  ['5551234567', '890', 'no it ends in eight nine oh', '5551234890'],
  ['5551234567', '1244567', 'no one two four four five six seven', '5551244567'],
  ['5551234567', '988', 'no nine eight eight', null],
  ['5551234567', '123', 'no one two three', null],
  ['5555554567', '556', 'no five five six', null],
  ['5551234567', '12', 'no one two', null],
])('%s, then %s (%s): %s', (known, said, words, mended) => {
  expect(mendPhone(known, said, words)).toBe(mended);
});

test.each([
  ['9375550100', '5550142', '9375550142'],
  ['9375550100', '1550142', null],
  ['9375550100', '555014', null],
  ['', '5550142', null],
])('the shop at %s, %s told: %s', (own, said, whole) => {
  expect(withAreaCode(own, said)).toBe(whole);
});
