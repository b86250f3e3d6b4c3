import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#drills/random.ts';
import { inventedCustomers } from '#fixtures/search/invented.ts';
import { misspelt } from '#fixtures/search/misspelt.ts';
import { SEARCH_KINDS } from '#shared/api/search.ts';
import { addCustomers } from '#fixtures/search/add-customers.ts';
import { type DemoOffice, openDemoOffice } from './demo-office.ts';

const LONG = process.env['PILOT_LONG'] === '1';
const [CUSTOMERS, SLIPS] = LONG ? [4000, 300] : [1500, 120];
const SEED = Number(process.env['PILOT_SEED'] ?? 1);

describe('misspelt names', () => {
  let office: DemoOffice;
  const customers = inventedCustomers(CUSTOMERS, 7);
  beforeAll(async () => {
    office = await openDemoOffice();
    await addCustomers(office.shop, customers);
  });
  afterAll(() => office[Symbol.asyncDispose]());

  it(`find their customer among the first five in 95 of 100, of ${CUSTOMERS} (seed ${SEED})`, async () => {
    const random = seededRandom(SEED);
    const missed: string[] = [];
    for (let n = 0; n < SLIPS; n++) {
      const { name } = random.pick(customers);
      const { typed, way } = misspelt(name, random);
      const hits = await office.shop.search(typed, { kinds: SEARCH_KINDS, limit: 5 });
      if (!hits.some((hit) => hit.kind === 'customer' && hit.title === name))
        missed.push(`${way}: ${typed} for ${name}: ${hits.map(({ title }) => title).join(', ')}`);
    }
    expect(missed.length / SLIPS, missed.join('\n')).toBeLessThanOrEqual(0.05);
  });
});
