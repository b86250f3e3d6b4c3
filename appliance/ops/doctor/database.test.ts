import { expect, test } from 'vitest';
import { parseConfig } from '#shared/config/parse.ts';
import { database } from './database.ts';

const look = (text: string) => database.run(parseConfig(text, '/srv/pilot.yaml'));

test('a shop without a server keeps its records in the data folder', async () => {
  expect(await look('')).toMatchObject({ status: 'ok', detail: expect.stringContaining('SQLite') });
});

test('a server that is not there, and a password that is not set, fail with the way out and no password', async () => {
  expect(await look('database: {url: "postgres://pilot@127.0.0.1:1/shop?sslmode=disable"}')).toMatchObject({
    status: 'fail',
    detail: expect.stringContaining('postgres://pilot@127.0.0.1:1/shop: the database server does not answer'),
    fix: expect.stringContaining('database.url'),
  });
  expect(await look('database: {url: "postgres://pilot@127.0.0.1:1/shop", password_env: NOT_SET_HERE}')).toMatchObject({
    status: 'fail',
    fix: expect.stringContaining('NOT_SET_HERE'),
  });
});
