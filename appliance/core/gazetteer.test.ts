import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAddress } from '#conversation/language/en-US/addresses.ts';
import { baseOf, writtenStreet } from '#conversation/language/en-US/gazetteer.ts';
import type { ReadContext } from '#conversation/reading.ts';
import type { Directory } from '#conversation/language/en-US/directory.ts';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { openDesk } from './desk.ts';
import { loadDirectory } from './directory.ts';
import { buildGazetteer, type BuildReport } from '#store/gazetteer/build.ts';
import { openGazetteer, type OpenGazetteer } from '#store/gazetteer/open.ts';

const CSV = `NUMBER,STREET,CITY,REGION,POSTCODE
123,OAK ST,Springfield,OH,45501
100-198,N Fairlawnhurst Dr,Springfield,OH,45503
7,"QUILLFEATHER LN",Springfield,OH,45503
12,2ND ST,Springfield,OH,45501
5,ST JAMES CT,Springfield,OH,45501
1,Maplecrest Ave,Springfield,OH,45501
2,Maplecrest Ct,Springfield,OH,45501
x9,OAK ST,Springfield,OH,45501
3,,Springfield,OH,45501
4,"OAK ST,Springfield,OH,45501
`;

let folder = '';
let report: BuildReport;
let list: OpenGazetteer;
let directory: Directory;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gazetteer-'));
  writeFileSync(join(folder, 'area.csv'), CSV);
  report = await buildGazetteer(join(folder, 'area.csv'), join(folder, 'area.db'), { state: null });
  list = openGazetteer(join(folder, 'area.db'));
  directory = loadDirectory({ home: { state: 'OH', zip: '45501' }, gazetteer: list });
});
afterAll(() => {
  list[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

test('lines that hold no address are left out and named', () => {
  expect(report).toMatchObject({ addresses: 7, streets: 7, refused: 3 });
  expect(report.reasons.map((reason) => reason.split('area.csv')[1])).toEqual([
    ':9: "x9" is no house number or range',
    ':10: no street',
    ':11: a quote is left open',
  ]);
});

test.each([
  ['N OAK RIDGE DR', 'North Oak Ridge Drive', 'oakridge'],
  ['ST JAMES CT', 'Saint James Court', 'saintjames'],
  ['COURT ST', 'Court Street', 'court'],
  ['North Street', 'North Street', 'north'],
  ['Elm St NW', 'Elm Street Northwest', 'elm'],
])('%s is written %s', (said, written, base) => {
  expect([writtenStreet(said), baseOf(said)]).toEqual([written, base]);
});

const read = (words: string) => readAddress(words.split(' '), 'asked', directory)?.address;

test.each([
  ['one twenty three oak street springfield ohio', 'Oak Street', true],
  ['one twenty three oak springfield ohio', 'Oak Street', true],
  ['seven quilfether lane springfield ohio', 'Quillfeather Lane', true],
  ['one ten north fair lawn hurst drive springfield ohio', 'North Fairlawnhurst Drive', true],
  ['one ten north fairlonhurst drive springfield ohio', 'North Fairlawnhurst Drive', true],
  ['twelve second street springfield ohio', '2nd Street', true],
  ['five saint james court springfield ohio', 'Saint James Court', true],
  // Two kinds of the same name: what was said stands.
  ['two maplecrest court springfield ohio', 'Maplecrest Court', true],
  // What is not listed is refused nowhere, and a word that is a name by itself keeps its spelling.
  ['nine oaks street springfield ohio', 'Oaks Street', true],
  ['nine birch street springfield ohio', 'Birch Street', true],
  ['nine zorbvexx street springfield ohio', 'Zorbvexx Street', false],
])('%s: %s', (words, street, known) => {
  expect(read(words)).toMatchObject({ street, streetKnown: known, city: 'Springfield' });
});

test('a house number is in the list, out of it, or the list has none of that street', () => {
  const place = { city: 'Springfield', state: 'OH' };
  expect(list.holds('North Fairlawnhurst Drive', 150, place)).toBe(true);
  expect(list.holds('North Fairlawnhurst Drive', 200, place)).toBe(false);
  expect(list.holds('Birch Street', 1, place)).toBeNull();
});

test('a failed build leaves the list in force and no rest', async () => {
  writeFileSync(join(folder, 'wrong.csv'), 'a,b\n1,2\n');
  writeFileSync(join(folder, 'empty.csv'), 'street,city\nOak St,Springfield\n');
  const out = join(folder, 'area.db');
  await expect(buildGazetteer(join(folder, 'wrong.csv'), out, { state: null })).rejects.toMatchObject({
    code: 'gazetteer_header',
  });
  await expect(buildGazetteer(join(folder, 'empty.csv'), out, { state: null })).rejects.toMatchObject({
    code: 'gazetteer_empty',
  });
  await expect(buildGazetteer(join(folder, 'none.csv'), out, { state: null })).rejects.toMatchObject({
    code: 'gazetteer_unreadable',
  });
  expect(readdirSync(folder).toSorted()).toEqual(['area.csv', 'area.db', 'empty.csv', 'wrong.csv']);
  expect(openGazetteer(out).named('oak')).toHaveLength(1);
});

test('a file that is no list is refused with the way out', () => {
  expect(() => openGazetteer(join(folder, 'area.csv'))).toThrow(expect.objectContaining({ code: 'gazetteer_invalid' }));
  expect(() => openGazetteer(join(folder, 'none.db'))).toThrow(expect.objectContaining({ code: 'gazetteer_missing' }));
});

test('a list in the data folder serves the calls of the box; one that is configured and missing stops its start', async () => {
  const data = join(folder, 'data');
  mkdirSync(data);
  copyFileSync(join(folder, 'area.db'), join(data, 'gazetteer.db'));
  const options = { dataFolder: data, clock: systemClock(0), log: silentLog(), playbook: 'all', demoShop: true };
  await using desk = await openDesk(options);
  const { reader, now, zone } = await desk.context();
  const { slots } = reader.read('seven quilfether lane springfield ohio', {
    expect: 'address',
    now,
    zone,
    offered: [],
  });
  expect(slots.address).toMatchObject({ street: 'Quillfeather Lane', streetKnown: true });
  await expect(openDesk({ ...options, gazetteer: join(folder, 'none.db') })).rejects.toMatchObject({
    code: 'gazetteer_missing',
  });
});

test('a list that is built while the box runs serves the next call, also for letters; a broken one changes nothing', async () => {
  const data = join(folder, 'later');
  mkdirSync(data);
  await using desk = await openDesk({
    dataFolder: data,
    clock: systemClock(0),
    log: silentLog(),
    playbook: 'all',
    demoShop: true,
  });
  const heard = async (text: string, more: Partial<ReadContext> = {}) => {
    const { reader, now, zone } = await desk.context();
    return reader.read(text, { expect: 'address', now, zone, offered: [], ...more }).slots;
  };
  const spelled = () =>
    heard('q u i l f e a t h e r', { expect: 'spelling', spelling: { of: 'street', heard: 'quilfether lane' } });
  expect((await heard('seven quilfether lane springfield ohio')).address?.street).not.toBe('Quillfeather Lane');
  copyFileSync(join(folder, 'area.db'), join(data, 'gazetteer.db'));
  expect((await heard('seven quilfether lane springfield ohio')).address?.street).toBe('Quillfeather Lane');
  expect((await spelled()).settled).toBe('Quillfeather');
  rmSync(join(data, 'gazetteer.db'));
  writeFileSync(join(data, 'gazetteer.db'), 'no list');
  expect((await spelled()).settled).toBe('Quillfeather');
});
