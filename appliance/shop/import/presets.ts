import type { ImportKind } from '#shared/api/imports.ts';
import { plainName } from './fields.ts';

/** How another program names the columns of its exports. Exports differ by report and year: what is missing is guessed. */
export interface Preset {
  readonly name: string;
  readonly label: string;
  readonly kind: ImportKind;
  /** Columns by which its files are known, as `plainName` gives them: all of them are there. */
  readonly marks: readonly string[];
  /** Column, as `plainName` gives it, to field; null: left out although its name looks like one. */
  readonly columns: Readonly<Record<string, string | null>>;
}

/** Housecall Pro, "Exported Report Breakdown" of its help: a person and one place a row. */
const HOUSECALL_PRO: Preset = {
  name: 'housecall-pro',
  label: 'Housecall Pro',
  kind: 'customers',
  marks: ['customer tags', 'street line 2'],
  columns: {
    'customer id': 'id',
    customer: 'name',
    'display name': 'name',
    'mobile phone': 'phone',
    'mobile number': 'phone',
    'home phone': 'phone',
    'home number': 'phone',
    'work number': 'phone',
    'customer tags': 'tags',
    address: null,
    street: 'street',
    'street line 2': 'unit',
  },
};

/** Jobber: a client with billing address and one property a row; several numbers in a cell. */
const JOBBER: Preset = {
  name: 'jobber',
  label: 'Jobber',
  kind: 'customers',
  marks: ['j id'],
  columns: {
    'j id': 'id',
    'display name': 'name',
    'main phone numbers': 'phone',
    'main phone number s': 'phone',
    'e mails': 'email',
    'service property name': null,
    'service street 1': 'street',
    'service street 2': 'unit',
    'service city': 'city',
    'service state': 'state',
    'service province': 'state',
    'service zip code': 'zip',
  },
};

/** ServiceTitan: who pays is the customer, where the work is the location; a row for each location. */
const SERVICE_TITAN: Preset = {
  name: 'servicetitan',
  label: 'ServiceTitan',
  kind: 'customers',
  marks: ['customer id', 'customer name', 'location id'],
  columns: {
    'customer id': 'id',
    'customer name': 'name',
    'location id': null,
    'location name': null,
    'location address': 'address',
    'location street': 'street',
    'location unit': 'unit',
    'location city': 'city',
    'location state': 'state',
    'location zip': 'zip',
    'customer street': 'bill_street',
    'customer unit': 'bill_unit',
    'customer city': 'bill_city',
    'customer state': 'bill_state',
    'customer zip': 'bill_zip',
    'customer address': 'bill_address',
  },
};

export const PRESETS: readonly Preset[] = [HOUSECALL_PRO, JOBBER, SERVICE_TITAN];

/** The program whose export this looks like; null where none is known by these columns. */
export const presetOf = (kind: ImportKind, header: readonly string[]): Preset | null => {
  const names = new Set(header.map(plainName));
  return PRESETS.find((preset) => preset.kind === kind && preset.marks.every((mark) => names.has(mark))) ?? null;
};
