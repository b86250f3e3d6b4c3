import type { ImportKind } from '#shared/api/imports.ts';

/** What a column may be taken for by its values. */
export type Look = 'phone' | 'email' | 'zip' | 'state' | 'money';

export interface Field {
  /** As mappings name it. */
  readonly name: string;
  /** As people read it. */
  readonly label: string;
  /** Names of columns in files, in lower case with single spaces. */
  readonly names: RegExp;
  readonly look?: Look;
  /** Several columns may be this. */
  readonly many?: true;
}

/** Words that stand before the parts of a place. */
const WHERE = '(?:(?:service|property|site|location|home|customer|client|job) )?';
const BILL = '(?:billing|bill to|mailing|mail) (?:property )?';
const WHO = '(?:(?:customer|client|account|contact|primary|main|display|billing) )?';

const at = (prefix: string, names: string): RegExp => new RegExp(`^${prefix}(?:${names})$`, 'u');

const STREET = 'street(?: (?:address|name))?(?: ?(?:line )?1)?|address(?: line)? ?1|street line 1';
const UNIT = 'unit(?: number)?|apt|apartment|suite|(?:street|address)(?: line)? ?2|street line 2';
const ZIP = 'zip(?: ?code)?|post(?:al)? ?code';

const CUSTOMERS: readonly Field[] = [
  {
    name: 'id',
    label: 'id in the other system',
    names:
      /^(?:(?:customer|client|account|contact|record|external|j) ?)?(?:id|code)$|^(?:customer|client|account) (?:no|num|number)$/u,
  },
  { name: 'name', label: 'name', names: at(WHO, 'name|full name|customer|client') },
  { name: 'first_name', label: 'first name', names: at(WHO, 'first(?: name)?|given name|forename') },
  { name: 'last_name', label: 'last name', names: at(WHO, 'last(?: name)?|surname|family name') },
  { name: 'company', label: 'company', names: /^(?:company|business|organi[sz]ation)(?: name)?$/u },
  {
    name: 'phone',
    label: 'phone',
    names: /^(?!.*\b(?:type|ext|extension|consent|opt|notes?)\b).*\b(?:phones?|mobile|cell|telephone|tel)\b/u,
    look: 'phone',
    many: true,
  },
  { name: 'extension', label: 'extension of the phone', names: /\bext(?:ension)?$/u },
  {
    name: 'email',
    label: 'e-mail',
    names: /^(?!.*\b(?:consent|opt|type)\b).*\be ?mails?\b/u,
    look: 'email',
    many: true,
  },
  { name: 'address', label: 'address in one', names: at(WHERE, 'address|full address|complete address') },
  { name: 'house_number', label: 'house number', names: at(WHERE, '(?:house|street|building) (?:no|num|number)') },
  { name: 'street', label: 'street, with or without house number', names: at(WHERE, STREET) },
  { name: 'unit', label: 'apartment or unit', names: at(WHERE, UNIT) },
  { name: 'city', label: 'city', names: at(WHERE, 'city|town') },
  { name: 'state', label: 'state', names: at(WHERE, 'state|province|region|state province'), look: 'state' },
  { name: 'zip', label: 'ZIP code', names: at(WHERE, ZIP), look: 'zip' },
  { name: 'bill_address', label: 'billing address in one', names: at(BILL, 'address') },
  { name: 'bill_street', label: 'billing street', names: at(BILL, STREET) },
  { name: 'bill_unit', label: 'billing unit', names: at(BILL, UNIT) },
  { name: 'bill_city', label: 'billing city', names: at(BILL, 'city|town') },
  { name: 'bill_state', label: 'billing state', names: at(BILL, 'state|province') },
  { name: 'bill_zip', label: 'billing ZIP code', names: at(BILL, ZIP) },
  {
    name: 'tags',
    label: 'tags',
    names: /^(?:customer |client )?(?:tags?|labels?|types?|categor(?:y|ies))$/u,
    many: true,
  },
  { name: 'do_not_service', label: 'do not service (yes or no)', names: /^do not (?:service|contact|serve)$/u },
  { name: 'notes', label: 'notes', names: /\b(?:notes?|comments?|remarks?|memo)$/u, many: true },
];

const FIELDS: Readonly<Record<ImportKind, readonly Field[]>> = {
  customers: CUSTOMERS,
};

export const fieldsOf = (kind: ImportKind): readonly Field[] => FIELDS[kind];

/** A column's name as fields are told by it. */
export const plainName = (name: string): string =>
  name
    .replaceAll(/([a-z])([A-Z])/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/#/gu, ' number ')
    .replaceAll(/[^a-z0-9]+/gu, ' ')
    .trim();
