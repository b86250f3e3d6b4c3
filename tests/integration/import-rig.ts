import { join } from 'node:path';
import { databaseIn, openRows } from '#fixtures/database/which.ts';
import { createImporter, type Importer } from '#jobs/imports/importer.ts';
import { silentLog } from '#observe/log.ts';
import type { ImportRecord } from '#shared/api/imports.ts';
import { MONDAY, type DemoOffice } from './demo-office.ts';

/** The importer as core runs it, on the office's own database. */
export const importerOf = async ({ shop, folder }: Pick<DemoOffice, 'shop' | 'folder'>): Promise<Importer> =>
  createImporter({
    shop,
    store: await databaseIn(folder),
    folder: join(folder, 'imports'),
    clock: { now: () => MONDAY, monotonic: () => 0 },
    log: silentLog(),
  });

/** Gives a file, takes the mapping it is guessed to have, and waits until it has landed. */
export const importText = async (office: DemoOffice, text: string): Promise<ImportRecord> => {
  const importer = await importerOf(office);
  const { id } = await importer.upload({ kind: 'customers', fileName: 'customers.csv' }, Buffer.from(text), 'user:u1');
  await importer.start(id, (await importer.preview(id, { mapping: null, preset: null })).mapping);
  await importer.idle();
  return office.shop.imports.one(id);
};

/** Customers with their contacts, places and notes, without ids: what two runs must have alike. */
export const customersIn = async (folder: string): Promise<readonly string[]> => {
  await using db = await openRows(folder);
  const [customers, contacts, places, notes] = await Promise.all([
    db.all<{ id: string; name: string; company: string | null; tags: string }>(
      'select id, name, company, tags from customers',
    ),
    db.all<{ customer_id: string; value: string }>('select customer_id, value from contacts'),
    db.all<{ customer_id: string; address_key: string }>('select customer_id, address_key from locations'),
    db.all<{ subject_id: string; text: string }>("select subject_id, text from notes where subject_kind = 'customer'"),
  ]);
  const of = <T>(rows: readonly T[], owner: (row: T) => string, id: string, text: (row: T) => string): string[] =>
    rows
      .filter((row) => owner(row) === id)
      .map(text)
      .toSorted((a, b) => (a < b ? -1 : 1));
  return customers
    .map(({ id, name, company, tags }) =>
      JSON.stringify([
        name,
        company,
        tags,
        of(
          contacts,
          (row) => row.customer_id,
          id,
          (row) => row.value,
        ),
        of(
          places,
          (row) => row.customer_id,
          id,
          (row) => row.address_key,
        ),
        of(
          notes,
          (row) => row.subject_id,
          id,
          (row) => row.text,
        ),
      ]),
    )
    .toSorted((a, b) => (a < b ? -1 : 1));
};
