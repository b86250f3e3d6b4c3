import Fastify, { type FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryAnswers } from '#fakes/memory-answers.ts';
import { silentLog } from '#observe/log.ts';
import type { Permission } from '#shared/access/permissions.ts';
import type { Principal } from '#shared/access/principal.ts';
import { ChangedSince } from '#shared/api/changed-since.ts';
import { defineRoute } from '#shared/api/define-route.ts';
import { PageRequest, pageOf } from '#shared/api/page.ts';
import { createCursors } from './cursor.ts';
import { answerFailures } from './failures.ts';
import { mount, openDoors } from './mount.ts';

const Van = Type.Object({ id: Type.String(), name: Type.String(), version: Type.Integer() });
const NewVan = Type.Object({ name: Type.String({ maxLength: 20 }) }, { additionalProperties: false });
const ById = Type.Object({ id: Type.String() });

const listVans = defineRoute({
  id: 'listVans',
  method: 'GET',
  path: '/vans',
  summary: 'Vans',
  permission: 'schedule.read',
  query: PageRequest,
  replies: { 200: pageOf(Van) },
});
const listTrucks = defineRoute({ ...listVans, id: 'listTrucks', path: '/trucks' });
const addVan = defineRoute({
  id: 'addVan',
  method: 'POST',
  path: '/vans',
  summary: 'One more',
  permission: 'schedule.change',
  body: NewVan,
  replies: { 201: Van },
  creates: true,
  versioned: true,
});
const renameVan = defineRoute({
  id: 'renameVan',
  method: 'PATCH',
  path: '/vans/:id',
  summary: 'Another name',
  permission: 'schedule.change',
  params: ById,
  body: NewVan,
  replies: { 200: Van },
  fails: { 'van.unknown': 404 },
  versioned: true,
});
const sellVan = defineRoute({
  id: 'sellVan',
  method: 'DELETE',
  path: '/vans/:id',
  summary: 'Gone',
  permission: 'schedule.change',
  params: ById,
  replies: { 204: null },
  versioned: true,
});
const probe = defineRoute({
  id: 'probe',
  method: 'GET',
  path: '/probe',
  root: true,
  summary: 'Whether it is there',
  permission: 'anyone',
  replies: { 200: Type.Object({ who: Type.String() }) },
});

let app: FastifyInstance;
let who: Principal | null;
let vans: { id: string; name: string; version: number; key: string }[];

const somebody = (...permissions: Permission[]): Principal => ({
  kind: 'user',
  id: 'u1',
  name: 'Dana',
  businessId: 'b1',
  role: 'dispatcher',
  permissions: new Set(permissions),
});

let watched: unknown[][];
let writeDown: (...seen: unknown[]) => void;

beforeEach(async () => {
  watched = [];
  writeDown = (...seen) => void watched.push(seen);
  who = somebody('schedule.read', 'schedule.change');
  vans = Array.from({ length: 5 }, (_, n) => ({ id: `v${n}`, name: `van ${n}`, version: 1, key: 'under the mat' }));
  app = Fastify();
  answerFailures(app, silentLog());
  openDoors(app, {
    gate: { principalOf: async () => who },
    answers: new MemoryAnswers(),
    cursors: createCursors(Buffer.alloc(32, 1)),
    watch: { asked: async (route, by, { params }) => writeDown(route.id, by.id, params) },
  });
  for (const route of [listVans, listTrucks])
    mount(app, route, ({ query: { after, limit } }) => {
      const at = after === undefined ? 0 : Number(after);
      return { items: vans.slice(at, at + limit), next: at + limit < vans.length ? String(at + limit) : null };
    });
  mount(app, addVan, ({ body }) => {
    const van = { id: `v${vans.length}`, name: body.name, version: 1, key: 'new' };
    vans.push(van);
    return van;
  });
  mount(app, renameVan, ({ body, ifMatch, params }) => {
    const van = vans.find(({ id }) => id === params.id);
    if (van === undefined) throw new Error('gone: /srv/vans.db');
    if (van.version !== ifMatch)
      throw new ChangedSince({ by: 'user:u2', at: 7, fields: { name: { yours: body.name, now: van.name } } });
    return Object.assign(van, { name: body.name, version: van.version + 1 });
  });
  mount(app, sellVan, ({ params }) => {
    vans = vans.filter(({ id }) => id !== params.id);
    return undefined;
  });
  mount(app, probe, ({ principal }) => ({ who: principal?.name ?? 'nobody' }));
  await app.ready();
});
afterEach(() => app.close());

const get = (url: string) => app.inject({ url });
const send = (method: 'POST' | 'PATCH' | 'DELETE', url: string, body?: object, headers: Record<string, string> = {}) =>
  app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) });

describe('who may ask', () => {
  it('nobody but where anyone may, and only with the permission of the route; before the body is looked at', async () => {
    who = null;
    expect((await get('/probe')).json()).toEqual({ who: 'nobody' });
    const stranger = await send('POST', '/api/v1/vans', { wrong: 1 });
    expect([stranger.statusCode, stranger.json().code, stranger.headers['www-authenticate']]).toEqual([
      401,
      'access.none',
      'Bearer',
    ]);
    who = somebody('schedule.read');
    const reader = await send('POST', '/api/v1/vans', { wrong: 1 });
    expect([reader.statusCode, reader.json().code]).toEqual([403, 'access.refused']);
    expect(reader.json().detail).toContain('schedule.change');
    expect((await get('/api/v1/vans')).statusCode).toBe(200);
  });
});

describe('the watch', () => {
  it('sees every change before it is made, and no reading; what it cannot write down is not done', async () => {
    await get('/api/v1/vans');
    await send('POST', '/api/v1/vans', { wrong: 1 });
    expect(watched).toEqual([]);
    expect((await send('DELETE', '/api/v1/vans/v1', undefined, { 'if-match': '"1"' })).statusCode).toBe(204);
    expect(watched).toEqual([['sellVan', 'u1', { id: 'v1' }]]);
    writeDown = () => {
      throw new Error('disk full');
    };
    expect((await send('DELETE', '/api/v1/vans/v2', undefined, { 'if-match': '"1"' })).statusCode).toBe(500);
    expect(vans.map(({ id }) => id)).toEqual(['v0', 'v2', 'v3', 'v4']);
  });
});

describe('answers', () => {
  it('hold what the schema has and nothing else', async () => {
    expect((await get('/api/v1/vans?limit=1')).json().items).toEqual([{ id: 'v0', name: 'van 0', version: 1 }]);
  });

  it('that are no success are problems (RFC 9457), and tell nothing of our own faults', async () => {
    const bad = await get('/api/v1/vans?limit=none');
    expect(bad.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(bad.json()).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      code: 'api.bad_request',
      detail: expect.stringContaining('limit'),
      fix: expect.any(String),
    });
    const ours = await send('PATCH', '/api/v1/vans/none', { name: 'x' }, { 'if-match': '"1"' });
    expect([ours.statusCode, ours.json().code]).toEqual([500, 'api.internal']);
    expect(ours.body).not.toMatch(/srv|gone/);
    const media = await app.inject({
      method: 'POST',
      url: '/api/v1/vans',
      payload: 'name=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([media.statusCode, media.json().code]).toEqual([415, 'api.media_type']);
  });

  it('hold only the fields that are asked for, by names that there are', async () => {
    const sparse = (await get('/api/v1/vans?limit=1&fields=id,version')).json();
    expect(sparse).toMatchObject({ items: [{ id: 'v0', version: 1 }], next: expect.any(String) });
    expect(Object.keys(sparse.items[0])).toEqual(['id', 'version']);
    const unknown = await get('/api/v1/vans?fields=id,key');
    expect([unknown.statusCode, unknown.json().code]).toEqual([400, 'api.field_unknown']);
    expect(unknown.json().fix).toContain('id, name, version');
  });
});

describe('pages', () => {
  it('are read on by a cursor that is good for this list of this business alone, as it was given', async () => {
    const { next } = (await get('/api/v1/vans?limit=2')).json();
    expect((await get(`/api/v1/vans?limit=2&after=${next}`)).json().items).toMatchObject([{ id: 'v2' }, { id: 'v3' }]);
    const bent = next.slice(0, -1) + (next.endsWith('A') ? 'E' : 'A');
    for (const url of [`/api/v1/trucks?after=${next}`, `/api/v1/vans?after=${bent}`, '/api/v1/vans?after=4'])
      expect([url, (await get(url)).json().code]).toEqual([url, 'api.cursor']);
    who = { ...somebody('schedule.read'), businessId: 'b2' };
    expect((await get(`/api/v1/vans?after=${next}`)).json().code).toBe('api.cursor');
  });
});

describe('a change', () => {
  const rename = (name: string, match?: string) =>
    send('PATCH', '/api/v1/vans/v1', { name }, match === undefined ? {} : { 'if-match': match });

  it('names the version it is made to: of two who change the same, one wins and the other is told what was changed', async () => {
    const won = await rename('mine', '"1"');
    expect([won.statusCode, won.headers.etag]).toEqual([200, '"2"']);
    const lost = await rename('yours', '"1"');
    expect(lost.statusCode).toBe(412);
    expect(lost.json()).toMatchObject({
      code: 'api.changed_since',
      changed: { by: 'user:u2', at: 7, fields: { name: { yours: 'yours', now: 'mine' } } },
    });
    expect((await rename('yours', '"2"')).headers.etag).toBe('"3"');
  });

  it('without a version, or with none that can be one, is not made', async () => {
    for (const [match, status, code] of [
      [undefined, 428, 'api.if_match_missing'],
      ['*', 428, 'api.if_match_missing'],
      ['1', 400, 'api.if_match'],
      ['W/"1"', 400, 'api.if_match'],
      ['"1", "2"', 400, 'api.if_match'],
    ] as const) {
      const answer = await rename('mine', match);
      expect([match, answer.statusCode, answer.json().code]).toEqual([match, status, code]);
    }
    expect((await send('DELETE', '/api/v1/vans/v1')).statusCode).toBe(428);
    expect(vans[1]?.name).toBe('van 1');
    const sold = await send('DELETE', '/api/v1/vans/v1', undefined, { 'if-match': '"1"' });
    expect([sold.statusCode, sold.body, vans.length]).toEqual([204, '', 4]);
  });
});

describe('a creation', () => {
  const add = (name: string, key?: string) =>
    send('POST', '/api/v1/vans', { name }, key === undefined ? {} : { 'idempotency-key': key });

  it('with the same key and body is done once and answered alike; another body with that key is refused', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => add('new', 'k1')));
    expect(new Set(answers.map(({ statusCode, body, headers }) => `${statusCode} ${body} ${headers.etag}`))).toEqual(
      new Set(['201 {"id":"v5","name":"new","version":1} "1"']),
    );
    const other = await add('other', 'k1');
    expect([other.statusCode, other.json().code]).toEqual([422, 'api.key_reused']);
    expect(vans).toHaveLength(6);
    await add('new');
    await add('new', 'k2');
    expect(vans).toHaveLength(8);
  });

  it('with what is no key is refused', async () => {
    const answer = await add('new', 'x'.repeat(256));
    expect([answer.statusCode, answer.json().code, vans.length]).toEqual([400, 'api.key', 5]);
  });
});
