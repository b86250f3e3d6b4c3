import type { Random } from '#drills/random.ts';

/** As much of JSON Schema as the API's description uses. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

const WORDS = [
  'J-1001',
  'main',
  'drain_clog',
  '2026-11-23',
  'Sarah Miller',
  '+15551230000',
  'x',
  'confirmation',
  'Ann',
];

/** Something that may well be valid. */
export const likely = (schema: Schema, random: Random): unknown => {
  if ('const' in schema) return schema.const;
  if (schema.anyOf !== undefined) return likely(random.pick(schema.anyOf), random);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => (schema.required ?? []).includes(name) || random.next() < 0.6)
          .map(([name, property]) => [name, likely(property, random)]),
      );
    case 'array':
      return Array.from({ length: random.integer(0, 3) }, () => likely(schema.items ?? {}, random));
    case 'integer':
    case 'number':
      return random.integer(schema.minimum ?? 0, Math.min(schema.maximum ?? 1e6, (schema.minimum ?? 0) + 1e6));
    case 'boolean':
      return random.next() < 0.5;
    case 'null':
      return null;
    default:
      return random.pick(WORDS);
  }
};

const deep = (depth: number): unknown => {
  let value: unknown = 1;
  for (let at = 0; at < depth; at++) value = at % 2 === 0 ? [value] : { a: value };
  return value;
};

/** What no schema wants, or hardly. */
export const NASTY: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  Number.MAX_SAFE_INTEGER,
  1.5,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e\u0007\r\n',
  '💧'.repeat(300),
  'x'.repeat(20_000),
  "'; drop table customers; --",
  '%_\\"*',
  '../../../../etc/passwd',
  '{{constructor}}',
  [],
  {},
  [[[]]],
  deep(500),
  ['a', 'a'],
  { length: -1 },
  JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}') as unknown,
  '9'.repeat(400),
  'NaN',
  '2026-02-30',
  '9999-12-31',
];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value with one place in it spoiled. */
export const spoiled = (value: unknown, random: Random): unknown => {
  const nasty = random.pick(NASTY);
  if (!isObject(value) || random.next() < 0.1) return nasty;
  const names = Object.keys(value);
  if (names.length === 0 || random.next() < 0.15)
    return { ...value, [random.pick(['__proto__ ', 'id', 'x'.repeat(300), ''])]: nasty };
  const name = random.pick(names);
  if (random.next() < 0.1) return Object.fromEntries(Object.entries(value).filter(([one]) => one !== name));
  return { ...value, [name]: spoiled(value[name], random) };
};
