import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseIn, openRows } from '#fixtures/database/which.ts';
import { silentLog } from '#observe/log.ts';
import { rememberedDrives } from '#schedule/travel/drives.ts';
import { estimateDrive } from '#schedule/travel/estimate.ts';
import { learnFrom } from '#schedule/travel/learned.ts';
import { seedDemoShop } from '../seed/demo-shop.ts';
import { readBook } from '../schedule/read-book.ts';
import { openStore, type BusinessStore, type Store } from '../store.ts';
import { recordTrip, type NewTrip } from './trips.ts';

/** Monday 23 November 2026, 08:10 in New York. */
const NOW = Date.parse('2026-11-23T13:10:00Z');
const MINUTE = 60_000;
const town: NewTrip['from'] = [-83, 40];
const suburb: NewTrip['to'] = [-82.9, 40.05];
let folder: string;
let store: Store;
let shop: BusinessStore;
let who: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trips-'));
  const clock = { now: () => NOW, monotonic: () => 0 };
  store = await openStore({ ...(await databaseIn(folder)), clock, log: silentLog() });
  shop = await seedDemoShop(store);
  await using rows = await openRows(folder);
  [{ id: who } = { id: '' }] = await rows.all<{ id: string }>('select id from technicians order by id');
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const record = (leftAt: number, minutes: number, more: Partial<NewTrip> = {}) =>
  shop.transaction((tx) =>
    recordTrip(tx, {
      technicianId: who,
      visitId: null,
      from: town,
      to: suburb,
      leftAt,
      arrivedAt: leftAt + minutes * MINUTE,
      zone: 'America/New_York',
      ...more,
    }),
  );

describe('drives that were made', () => {
  it('stand with their local hour and what had been estimated', async () => {
    expect(await record(NOW, 31)).toBe(true);
    expect(await shop.trips(NOW)).toEqual([
      { from: town, to: suburb, hour: 8, seconds: 1860, estimated: estimateDrive(town, suburb).seconds },
    ]);
    expect(await shop.trips(NOW + 1)).toEqual([]);
  });

  it('are written down once, however often they are told', async () => {
    expect([await record(NOW, 31), await record(NOW, 31), await record(NOW, 40)]).toEqual([true, false, false]);
    expect(await shop.trips(0)).toHaveLength(1);
  });

  it('cannot end before they begin, nor last a day, nor leave the map', async () => {
    const refused = expect.objectContaining({ code: 'trip_invalid' }) as Error;
    await expect(record(NOW, -1)).rejects.toThrow(refused);
    await expect(record(NOW, 1440)).rejects.toThrow(refused);
    await expect(record(NOW, 10, { to: [-83, 400] })).rejects.toThrow(refused);
  });

  it('are of a technician of this shop', async () => {
    await expect(record(NOW, 10, { technicianId: 'nobody' })).rejects.toThrow(/foreign key/iu);
    expect(await shop.trips(0)).toEqual([]);
  });

  it('make the same drive longer the next time', async () => {
    for (let day = 0; day < 20; day++) await record(NOW - day * 86_400_000, 45);
    const plain = estimateDrive(town, suburb).seconds;
    const travel = rememberedDrives(learnFrom(await shop.trips(0)), 10);
    expect(travel(town, suburb, 8).seconds).toBeGreaterThan(1.4 * plain);
    const { book } = await shop.transaction((tx) => readBook(tx, { from: '2026-11-24', to: '2026-11-24', now: NOW }));
    expect(book.travel?.(town, suburb).seconds).toBeGreaterThan(1.2 * plain);
  });
});
