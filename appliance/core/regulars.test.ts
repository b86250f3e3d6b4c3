import { expect, test } from 'vitest';
import { createReader } from '#conversation/read/reader.ts';
import { loadDirectory } from './directory.ts';
import { loadPlaybook } from './playbooks.ts';
import { openRegulars } from './regulars.ts';

const context = { now: 0, zone: 'America/New_York', offered: [] } as const;

test('customers and streets that join later are heard in the next call, in their own spelling', async () => {
  const names: string[] = [];
  const streets: { street: string; city: string }[] = [];
  let reads = 0;
  const regulars = await openRegulars(
    {
      newestCustomer: () => Promise.resolve(`${names.length} ${streets.length}`),
      technicianNames: () => Promise.resolve(['Dana Whitlock']),
      customerNames: () => {
        reads++;
        return Promise.resolve(names);
      },
      customerStreets: () => Promise.resolve(streets),
    },
    null,
  );
  const reader = createReader({
    directory: loadDirectory({ home: { state: 'OH' }, customers: regulars.customers, gazetteer: regulars.streets }),
    playbook: loadPlaybook('all'),
  });
  const heard = () => ({
    name: reader.read('jonnie quilfether', { ...context, expect: 'name' }).slots.name,
    street: reader.read('twelve zorbveks lane springfield ohio', { ...context, expect: 'address' }).slots.address,
  });
  expect(heard()).toMatchObject({ street: { streetKnown: false } });
  names.push('Jonnie Quillfeather');
  streets.push({ street: 'Zorbvecks Lane', city: 'Springfield' });
  await regulars.refresh();
  await regulars.refresh();
  expect(reads).toBe(2);
  expect(heard()).toMatchObject({
    name: { first: 'Jonnie', last: 'Quillfeather', matched: true },
    street: { street: 'Zorbvecks Lane', streetKnown: true },
  });
});
