import { splitStreet, placeOf, type PlaceCells } from './place.ts';
import { formatAddress, type AddressParts } from '../address.ts';
import type { ImportFault } from '#shared/api/imports.ts';
import type { RowReader } from './mapping.ts';
import { readEmail, readPhone, readYes, readZip, severalIn, type Value } from './values.ts';

export interface ImportedContact {
  readonly kind: 'phone' | 'email';
  /** E.164 for phones. */
  readonly value: string;
  readonly extension?: string;
  /** `mobile`, `home`, `work`, where the column says so. */
  readonly label?: string;
}

/** One row of a file of customers: who, how to reach them, and one place. */
export interface CustomerRow {
  readonly sourceId: string | null;
  readonly name: string;
  readonly company: string | null;
  readonly contacts: readonly ImportedContact[];
  readonly place: AddressParts | null;
  /** Where bills go, as written on an envelope, where that is not the place. */
  readonly billTo: string | null;
  readonly notes: string | null;
  readonly tags: readonly string[];
  /** Why we do not work for them; null: we do. */
  readonly doNotService: string | null;
}

export type RowResult<Row> =
  | { readonly ok: true; readonly row: Row }
  | { readonly ok: false; readonly faults: readonly ImportFault[] };

export interface RowContext {
  /** Two letters of a state's name or code; null for what is none. */
  readonly stateOf: (text: string) => string | null;
  /** Where a row tells no state. */
  readonly homeState: string | null;
}

const LABEL = /mobile|home|work|office/iu;

const COMPANY = /\b(?:llc|inc|corp|co|ltd|lp|llp|pllc|company|church|school|apartments|properties)\b\.?$/iu;

/** `Vance, Jo` is Jo Vance; `Vance Plumbing, Inc.` is not. */
const inOrder = (name: string): string => {
  const parts = /^([^,]+),\s*([^,]+)$/u.exec(name);
  return parts === null || COMPANY.test(name) ? name : `${parts[2]} ${parts[1]}`;
};

const placeCells = (row: RowReader, prefix: string): PlaceCells => ({
  address: row.one(`${prefix}address`),
  houseNumber: prefix === '' ? row.one('house_number') : '',
  street: row.one(`${prefix}street`),
  unit: row.one(`${prefix}unit`),
  city: row.one(`${prefix}city`),
  state: row.one(`${prefix}state`),
  zip: row.one(`${prefix}zip`),
});

interface Told {
  readonly place: AddressParts | null;
  /** What was told of a place without a street: it is kept as a note. */
  readonly rest: string;
}

const addressOf = (row: RowReader, prefix: string, context: RowContext, faults: ImportFault[]): Told => {
  const told = placeOf(placeCells(row, prefix), (text) => context.stateOf(text) !== null);
  if (told === null) return { place: null, rest: '' };
  if (told.street === '' && told.houseNumber === '') {
    const rest = told.city === '' && told.zip === '' ? '' : `${told.city}, ${told.state} ${told.zip}`.trim();
    return { place: null, rest };
  }
  const inOne = row.one(`${prefix}address`) === '' ? '' : `${prefix}address`;
  const fault = (field: string, reason: string): void =>
    void faults.push({
      column: row.columnOf(row.one(`${prefix}${field}`) === '' && inOne !== '' ? inOne : `${prefix}${field}`),
      reason,
    });
  const state = told.state === '' ? context.homeState : context.stateOf(told.state);
  if (state === null) fault('state', told.state === '' ? 'no state' : 'this is no state');
  if (told.street === '') fault('street', 'no street');
  if (told.city === '') fault('city', 'no city');
  const zip = told.zip === '' ? null : readZip(told.zip);
  if (zip !== null && !zip.ok) fault('zip', zip.reason);
  const { houseNumber, street, unit } = splitStreet(told.street);
  const place = {
    houseNumber: told.houseNumber === '' ? houseNumber : told.houseNumber,
    street: told.houseNumber === '' ? street : told.street,
    unit: told.unit === '' ? unit : told.unit,
    city: told.city,
    state: state ?? '',
    zip: zip?.ok === true ? zip.value : null,
  };
  return { place, rest: '' };
};

const contactsOf = (row: RowReader, faults: ImportFault[]): ImportedContact[] => {
  const found = new Map<string, ImportedContact>();
  const keep = <T>(column: string, value: Value<T>, contact: (value: T) => ImportedContact): void => {
    if (!value.ok) return void faults.push({ column, reason: value.reason });
    const one = contact(value.value);
    found.set(`${one.kind} ${one.value}`, found.get(`${one.kind} ${one.value}`) ?? one);
  };
  const extension = /^\d{1,6}$/u.exec(row.one('extension'))?.[0];
  for (const { column, text } of row.all('phone')) {
    // `555-0100, ext. 12` is one number.
    const single = readPhone(text);
    for (const [at, one] of (single.ok ? [text] : severalIn(text)).entries())
      keep(column, readPhone(one), ({ phone, extension: own }) => {
        const dialled = own ?? (at === 0 && found.size === 0 ? extension : undefined);
        const label = LABEL.exec(column)?.[0]?.toLowerCase();
        return {
          kind: 'phone',
          value: phone,
          ...(dialled === undefined ? {} : { extension: dialled }),
          ...(label === undefined ? {} : { label }),
        };
      });
  }
  for (const { column, text } of row.all('email'))
    for (const one of severalIn(text)) keep(column, readEmail(one), (value) => ({ kind: 'email', value }));
  return [...found.values()];
};

/** A yes without a reason says where it comes from. */
const refusalOf = (text: string): string | null => {
  const yes = readYes(text);
  if (yes.ok) return yes.value ? 'as imported' : null;
  return text.slice(0, 300);
};

/** What is too long to be kept, by field. */
const LONGEST = { house_number: 20, street: 120, unit: 40, city: 80, name: 120, company: 120 } as const;

/** A row of a file as a customer, or every reason why it is none. */
export const readCustomerRow = (row: RowReader, context: RowContext): RowResult<CustomerRow> => {
  const faults: ImportFault[] = [];
  const company = row.one('company');
  const parts = [row.one('first_name'), row.one('last_name')].filter((part) => part !== '').join(' ');
  const name = parts || inOrder(row.one('name')) || company;
  if (name === '') faults.push({ column: row.columnOf('name'), reason: 'no name' });
  const contacts = contactsOf(row, faults);
  const { place, rest } = addressOf(row, '', context, faults);
  const { place: bill, rest: billRest } = addressOf(row, 'bill_', context, faults);
  const texts = (field: string): string[] => row.all(field).map(({ text }) => text);
  const notes = [...texts('notes'), ...[rest, billRest].filter((one) => one !== '')].join('\n');
  const tags = [...new Set(texts('tags').flatMap((text) => text.split(/\s*[,;|\n]\s*/u)))].filter((tag) => tag !== '');
  const kept = { ...place, house_number: place?.houseNumber, name, company };
  for (const [field, most] of Object.entries(LONGEST) as [keyof typeof LONGEST, number][])
    if ((kept[field] ?? '').length > most)
      faults.push({ column: row.columnOf(field), reason: `longer than ${most} letters` });
  if (notes.length > 4000) faults.push({ column: row.columnOf('notes'), reason: 'longer than 4000 letters' });
  if (tags.length > 40 || tags.some((tag) => tag.length > 40))
    faults.push({ column: row.columnOf('tags'), reason: 'more than 40 tags, or one longer than 40 letters' });
  if (contacts.length > 20)
    faults.push({ column: row.columnOf('phone'), reason: 'more than 20 ways to reach somebody' });
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    row: {
      sourceId: row.one('id') || null,
      name,
      company: company === '' || company === name ? null : company,
      contacts,
      place: place ?? bill,
      billTo: bill === null || place === null ? null : formatAddress(bill),
      notes: notes === '' ? null : notes,
      tags,
      doNotService: refusalOf(row.one('do_not_service')),
    },
  };
};
