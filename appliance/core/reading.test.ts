import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createReader, type Reader } from '#conversation/read/reader.ts';
import type { ReadContext } from '#conversation/reading.ts';
import { loadDirectory } from './directory.ts';
import { loadPlaybook } from './playbooks.ts';

const hours = (from: string, to: string) => ({ startsAt: Date.parse(from), endsAt: Date.parse(to) });
const context = (expected: string): ReadContext => ({
  expect: expected as ReadContext['expect'],
  now: Date.parse('2026-11-23T20:10:00-05:00'),
  zone: 'America/New_York',
  offered:
    expected === 'choice'
      ? [
          hours('2026-11-23T21:00:00-05:00', '2026-11-23T23:00:00-05:00'),
          hours('2026-11-24T08:00:00-05:00', '2026-11-24T10:00:00-05:00'),
        ]
      : [],
});

const rows = (name: string): string[][] =>
  readFileSync(new URL(`../../tests/fixtures/reading/${name}.tsv`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));

const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (part, key) => (part === null || part === undefined ? null : (part as Record<string, unknown>)[key]),
      value,
    ) ?? null;

let reader: Reader;
beforeAll(() => {
  reader = createReader({ directory: loadDirectory({ home: { state: 'OH' } }), playbook: loadPlaybook('all') });
});

describe('urgency', () => {
  it.each(rows('urgency'))('is %s (%s): %s', (urgency, service, text) => {
    const reading = reader.read(text ?? '', context('open'));
    expect(reading.urgency, reading.reasons.join('; ')).toBe(urgency);
    if (service !== '-') expect(reading.slots.problem?.serviceType).toBe(service);
    expect(reading.hazard === null).toBe(urgency !== 'life_safety');
  });

  it('calls the service types by what callers say', () => {
    const wrong = rows('services').filter(
      ([service, text]) => reader.read(text ?? '', context('open')).slots.problem?.serviceType !== service,
    );
    expect(wrong).toEqual([]);
  });

  it('hears every phrase of the shipped playbooks', () => {
    const unheard = loadPlaybook('all').serviceTypes.flatMap((type) =>
      type.heardAs
        .filter((phrase) => !phrase.includes('<'))
        .filter((phrase) => !reader.read(phrase, context('open')).slots.problem),
    );
    expect(unheard).toEqual([]);
  });
});

describe('intent', () => {
  it.each(rows('intents'))('is %s: %s', (intent, text) => {
    expect(reader.read(text ?? '', context('open')).intent).toBe(intent);
  });
});

describe('slots', () => {
  it.each(rows('slots').map(([expected = '', text = '', ...pairs]) => ({ expected, text, pairs })))(
    '$expected: $text',
    ({ expected, text, pairs }) => {
      const reading = reader.read(text, context(expected));
      for (const pair of pairs) {
        const [path = '', wanted = ''] = pair.split('=');
        const found = path === 'answer' || path === 'intent' ? reading[path] : at(reading.slots, path);
        expect(`${path}=${found === null ? 'null' : String(found as string)}`).toBe(`${path}=${wanted}`);
      }
    },
  );

  it('prefers the shop’s own customers to the lists', () => {
    const own = createReader({
      directory: loadDirectory({ home: { state: 'OH' }, customers: [{ first: 'Jonnie', last: 'Quillfeather' }] }),
      playbook: loadPlaybook('all'),
    });
    expect(own.read('johnny quilfether', context('name')).slots.name).toMatchObject({
      first: 'Jonnie',
      last: 'Quillfeather',
      matched: true,
    });
  });
});

describe('any text', () => {
  it('is read without an error, the same way twice', () => {
    const word = fc.constantFrom(
      ...'no i smell gas five double oh street gate code star ohio name is b as in boat tomorrow nine to and 123 the ac is out , . ? $ é 🙂 \t'.split(
        ' ',
      ),
    );
    const text = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
    );
    const kind = fc.constantFrom('open', 'yes_no', 'choice', 'name', 'spelling', 'phone', 'address', 'code');
    fc.assert(
      fc.property(text, kind, (said, expected) => {
        const first = reader.read(said, context(expected));
        expect(reader.read(said, context(expected))).toEqual(first);
        expect(first.text).toBe(said);
        expect(first.slots.phone?.digits.length ?? 0).toBeLessThanOrEqual(15);
        expect(first.slots.spelling?.length ?? 0).toBeLessThanOrEqual(40);
        expect(first.slots.problem?.text.length ?? 0).toBeLessThanOrEqual(400);
        expect(first.reasons.length).toBeLessThanOrEqual(12);
      }),
      { numRuns: 150 },
    );
  });

  it('of any length is bounded', () => {
    const reading = reader.read('i smell gas and '.repeat(20_000), context('open'));
    expect(reading.urgency).toBe('life_safety');
  });
});
