import fc from 'fast-check';
import { TORTURE, wireOf } from '#fixtures/sip/torture.ts';

const LONG = process.env['PILOT_LONG'] === '1';
const SEED = Number(process.env['PILOT_SEED'] ?? 1);
/** So many tries, ten times as many in a long run; PILOT_SEED makes others. */
export const runs = (count: number) => ({ numRuns: LONG ? 10 * count : count, seed: SEED });

const seeds = TORTURE.map(({ text }) => wireOf(text));
const anyPlace = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  fc
    .constantFrom(
      ' ',
      '\r\n',
      '\r\n ',
      ';',
      ',',
      '"',
      '\\',
      '<',
      '>',
      ':',
      '%',
      '\0',
      '=',
      '4294967296',
      '\r\n\r\n',
      'Content-Length: 5\r\n',
    )
    .map((text) => Buffer.from(text)),
);
/** A change of a message: bytes put in place of others, a stretch told again or moved, or the rest of another message. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('replace' as const), at: anyPlace, length: fc.nat(30), put: bytes }),
  fc.record({
    kind: fc.constant('repeat' as const),
    at: anyPlace,
    length: fc.nat(80),
    times: fc.integer({ min: 2, max: 60 }),
  }),
  fc.record({ kind: fc.constant('flip' as const), at: anyPlace, bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('splice' as const), at: anyPlace, other: fc.nat(seeds.length - 1), from: anyPlace }),
);
type Change = typeof change extends fc.Arbitrary<infer One> ? One : never;

const apply = (data: Buffer, one: Change): Buffer => {
  const at = Math.floor(one.at * data.length);
  if (one.kind === 'replace') return Buffer.concat([data.subarray(0, at), one.put, data.subarray(at + one.length)]);
  if (one.kind === 'repeat') {
    const piece = data.subarray(at, at + one.length);
    return Buffer.concat([data.subarray(0, at), ...Array.from({ length: one.times }, () => piece), data.subarray(at)]);
  }
  if (one.kind === 'splice') {
    const other = seeds[one.other] ?? data;
    return Buffer.concat([data.subarray(0, at), other.subarray(Math.floor(one.from * other.length))]);
  }
  const flipped = Buffer.from(data);
  if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << one.bit);
  return flipped;
};

/** Messages of the RFC 4475 table with up to five changes. */
export const mutants: fc.Arbitrary<Buffer> = fc
  .tuple(fc.nat(seeds.length - 1), fc.array(change, { minLength: 1, maxLength: 5 }))
  .map(([which, changes]) => changes.reduce(apply, seeds[which] ?? Buffer.alloc(0)));
