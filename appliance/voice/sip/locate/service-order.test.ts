import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Srv } from './records.ts';
import { inOrder, offered } from './service-order.ts';

const srv = (target: string, priority: number, weight: number): Srv => ({ target, priority, weight, port: 5060 });

test('lower priority numbers go first, and nothing is lost or doubled (RFC 2782)', () => {
  const record = fc.record({ priority: fc.nat(3), weight: fc.nat(50), target: fc.string(), port: fc.constant(5060) });
  fc.assert(
    fc.property(
      fc.array(record, { maxLength: 12 }),
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      (all, numbers) => {
        const ordered = inOrder(all, () => numbers.next().value ?? 0);
        expect(ordered.map(({ priority }) => priority)).toEqual(
          all.map(({ priority }) => priority).sort((a, b) => a - b),
        );
        expect(new Set(ordered)).toEqual(new Set(all));
        expect(ordered).toHaveLength(all.length);
      },
    ),
  );
});

test('among equals weights say how often each is first', () => {
  const all = [srv('big', 1, 75), srv('small', 1, 25), srv('none', 1, 0)];
  const first = { big: 0, small: 0, none: 0 };
  for (let i = 0; i < 1_000; i++) first[(inOrder(all, () => i / 1_000)[0]?.target ?? 'none') as 'big']++;
  expect(first.none).toBeGreaterThan(0);
  expect(first.none).toBeLessThan(20);
  expect(first.big).toBeGreaterThan(730);
  expect(first.small).toBeGreaterThan(230);
});

test('NAPTR: by order, then preference; what we do not speak or cannot follow is left out (RFC 3263 section 4.1)', () => {
  const record = (
    order: number,
    preference: number,
    service: string,
    flags = 's',
    replacement = `${service}.example`,
  ) => ({
    order,
    preference,
    service,
    flags,
    replacement,
  });
  const all = [
    record(50, 10, 'SIP+D2U'),
    record(20, 20, 'SIP+D2T', 'S'),
    record(20, 10, 'sips+d2t'),
    record(10, 10, 'SIPS+D2S'),
    record(5, 5, 'SIP+D2U', 'a'),
    record(1, 1, 'E2U+sip', 'u', ''),
  ];
  expect(offered(all, () => true).map(({ protocol }) => protocol)).toEqual(['TLS', 'TCP', 'UDP']);
  expect(offered(all, (one) => one === 'UDP')).toEqual([{ protocol: 'UDP', name: 'SIP+D2U.example' }]);
});
