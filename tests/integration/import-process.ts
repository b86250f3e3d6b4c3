import { join } from 'node:path';
import { readFileSync, writeSync } from 'node:fs';
import { importerOf } from './import-rig.ts';
import { openDemoOffice } from './demo-office.ts';

/** Imports a file into the shop of a folder, or goes on with what an earlier process left, and tells when it is done. */
const [folder = '', file = ''] = process.argv.slice(2);
await using office = await openDemoOffice(undefined, folder);
const importer = await importerOf(office);
const { items } = await office.shop.imports.list({ limit: 1 });
if (items.length === 0) {
  const { id } = await importer.upload(
    { kind: 'customers', fileName: 'customers.csv' },
    readFileSync(join(folder, file)),
    'box',
  );
  await importer.start(id, (await importer.preview(id, { mapping: null, preset: null })).mapping);
} else await importer.resume();
await importer.idle();
writeSync(1, 'done\n');
