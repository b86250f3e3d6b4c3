import type { Random } from '#drills/random.ts';
import { likely, NASTY, spoiled, type Schema } from './values.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** A request as it goes onto the wire. */
export interface Wire {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer | null;
}

/** Written into a path as they are. */
const PATHS = [
  '%00',
  '%ff%fe',
  '..%2f..%2fetc',
  '%2e%2e',
  'x'.repeat(3_000),
  '%',
  '%zz',
  ';a=b',
  "'%22",
  '%F0%9F%92%A7',
  ' '.trim(),
  '-1',
];
const QUERIES = [
  'limit=',
  'limit=1&limit=2',
  'limit[]=1',
  'limit=-1',
  'limit=1e9',
  'after=%00',
  'after=AAAA',
  'fields=__proto__',
  'fields=,',
  'fields=id&fields=id',
  '%zz=1',
  '=&=&',
  `q=${'x'.repeat(6_000)}`,
  'a[b][c]=1',
  '__proto__[x]=1',
];
const HEADERS: readonly Readonly<Record<string, string | string[]>>[] = [
  { 'if-match': '"1"' },
  { 'if-match': '*' },
  { 'if-match': '"99999999999999999999"' },
  { 'idempotency-key': '' },
  { 'idempotency-key': 'a b' },
  { 'idempotency-key': 'x'.repeat(4_000) },
  { 'idempotency-key': 'k1' },
  { accept: 'text/html;q=0.9,*/*;q=nan' },
  { 'accept-encoding': 'gzip, zstd, x' },
  { range: 'bytes=9-1,,-5' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'text/xml' },
  { 'content-type': 'multipart/form-data; boundary=' },
  { 'content-type': '{}' },
  { 'content-encoding': 'gzip' },
  { 'x-http-method-override': 'DELETE' },
  { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'evil.example' },
  { origin: 'null' },
  { cookie: `session=${'a'.repeat(3_000)}; session=b; =;` },
  { authorization: 'Bearer ' },
  { authorization: `Basic ${'%'.repeat(900)}` },
  { 'pilot-business': '../x' },
  { upgrade: 'h2c', connection: 'upgrade' },
];
const BODIES: readonly Buffer[] = [
  Buffer.from(''),
  Buffer.from('{'),
  Buffer.from('{"a":1'),
  Buffer.from('nul'),
  Buffer.from('"x"'),
  Buffer.from([0xff, 0xfe, 0x00]),
  Buffer.from([0x22, 0xc3, 0x28, 0x22]),
  Buffer.concat([Buffer.from('{"who":"'), Buffer.from([0xed, 0xa0, 0x80, 0xf0, 0x28]), Buffer.from('"}')]),
  Buffer.from('['.repeat(30_000)),
  Buffer.from('{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)),
  Buffer.from(`{"who":"${'x'.repeat(60_000)}"}`),
  Buffer.alloc(2_000_000, 0x20),
  Buffer.from('{"__proto__":{"x":1},"who":"a"}'),
  Buffer.from('{"who":"a","who":"b"}'),
  Buffer.from(`[${'1e999,'.repeat(999)}1]`),
];

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
/** A lone surrogate cannot be written in a URL. */
const encoded = (value: unknown): string => encodeURIComponent(text(value).toWellFormed().slice(0, 3_000));

/** One request for an operation: near to what it takes, with something wrong in it. */
export const requestFor = (method: string, path: string, operation: Operation, random: Random): Wire => {
  const wrong = random.pick(['body', 'path', 'query', 'header', 'bytes', 'nothing'] as const);
  const parameters = operation.parameters ?? [];
  const filled = path.replaceAll(/\{(\w+)\}/g, () =>
    wrong === 'path'
      ? random.pick(random.next() < 0.6 ? PATHS : [encoded(random.pick(NASTY))])
      : random.pick(['main', 'J-1001', 'none', 'call-1']),
  );
  const query = parameters
    .filter((one) => one.in === 'query' && (one.required || random.next() < 0.5))
    .map(({ name, schema }) => {
      const value = likely(schema, random);
      return `${name}=${encoded(wrong === 'query' ? spoiled(value, random) : value)}`;
    });
  if (wrong === 'query' && random.next() < 0.5) query.push(random.pick(QUERIES));
  const headers: Record<string, string | string[]> = { host: 'localhost' };
  for (const one of parameters)
    if (one.in === 'header' && random.next() < 0.8) headers[one.name.toLowerCase()] = random.pick(['"1"', '"2"', 'k2']);
  const schema = operation.requestBody?.content['application/json']?.schema;
  let body: Buffer | null = null;
  if (schema !== undefined) {
    headers['content-type'] = 'application/json';
    const value = likely(schema, random);
    body =
      wrong === 'bytes'
        ? random.pick(BODIES)
        : Buffer.from(JSON.stringify(wrong === 'body' ? spoiled(value, random) : value));
  }
  if (wrong === 'header') Object.assign(headers, random.pick(HEADERS));
  return {
    method: method.toUpperCase(),
    path: query.length === 0 ? filled : `${filled}?${query.join('&')}`,
    headers,
    body,
  };
};
