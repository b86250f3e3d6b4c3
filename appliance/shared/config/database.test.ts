import { expect, test } from 'vitest';
import { databaseAddress } from './database.ts';
import { parseConfig } from './parse.ts';

const databaseOf = (text: string) => parseConfig(text, '/srv/pilot.yaml').database;

test('the records stand in the data folder unless a server is named', () => {
  expect(databaseOf('')).toBeNull();
  expect(databaseOf('database: {url: "postgres://pilot@db.example/shop", password_env: DB_KEY}')).toEqual({
    url: 'postgres://pilot@db.example/shop',
    passwordEnv: 'DB_KEY',
  });
});

test.each([
  ['database: {url: "mysql://pilot@db.example/shop"}', /database\.url/u],
  ['database: {url: "postgres://pilot@db.example"}', /name the database/u],
  ['database: {url: "postgres://pilot:secret@db.example/shop"}', /password_env/u],
  ['database: {file: shop.db}', /unknown setting file/u],
])('%s is refused with its place', (text, message) => {
  expect(() => databaseOf(text)).toThrow(message);
  expect(() => databaseOf(text)).toThrow(/pilot\.yaml:1:/u);
});

test('the password comes out of the environment, and one that is not there is named', () => {
  const named = { url: 'postgres://pilot@db.example/shop', passwordEnv: 'DB_KEY' };
  expect(databaseAddress(null, {})).toBeNull();
  expect(databaseAddress({ ...named, passwordEnv: null }, {})).toEqual({ url: named.url, password: null });
  expect(databaseAddress(named, { DB_KEY: 'a b/c' })).toEqual({ url: named.url, password: 'a b/c' });
  expect(() => databaseAddress(named, {})).toThrow(/DB_KEY/u);
});
