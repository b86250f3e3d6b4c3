import type { Slots } from '#shared/api/feed.ts';
import type { SlotRecord } from '#shared/api/records.ts';
import { formatDay, formatHours } from './instants.ts';
import { formatCode, formatPhone, formatPlace, type PostalPlace } from './people.ts';

export interface ShownFact {
  readonly slot: string;
  readonly label: string;
  readonly text: string;
  readonly state: SlotRecord['state'];
  /** True for a value that is kept and never shown. */
  readonly secret: boolean;
}

/** In the order in which a dispatcher wants to read them; slots not named here follow under their own name. */
const LABELS: Readonly<Record<string, string>> = {
  problem: 'Problem',
  danger: 'Smell, smoke or sparks',
  name: 'Name',
  phone: 'Phone',
  address: 'Address',
  window: 'Window',
  access: 'Access',
  gateCode: 'Gate code',
  alarmCode: 'Alarm code',
  pets: 'Pets',
  vulnerable: 'At risk in the house',
  standing: 'Caller is',
  member: 'On a plan',
};

/**
 * The facts of a call as lines to read. A secret is named and never shown; a fact whose value says nothing is left out.
 * @param now epoch ms, business time
 */
export const shownFacts = (slots: Slots, now: number, zone: string): ShownFact[] => {
  const order = Object.keys(LABELS);
  const rank = (slot: string): number => (order.includes(slot) ? order.indexOf(slot) : order.length);
  return Object.entries(slots)
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([slot, fact]) => {
      const secret = slot === 'gateCode' || fact.value === 'stored';
      const text = secret ? 'Kept, not shown' : textOf(slot, fact.value, now, zone);
      return { slot, label: LABELS[slot] ?? formatCode(spaced(slot)), text, state: fact.state, secret };
    })
    .filter((fact) => fact.text !== '');
};

const textOf = (slot: string, value: unknown, now: number, zone: string): string => {
  if (slot === 'phone') return formatPhone(plain(field(value, 'digits') ?? value));
  if (slot === 'danger') return value === 'none' ? 'None' : 'Possible';
  if (slot === 'window') return windowText(plain(value), now, zone);
  if (slot === 'name')
    return join([field(value, 'first'), field(value, 'last')], ' ') || plain(field(value, 'raw') ?? value);
  if (slot === 'address' && isRecord(value)) return formatPlace(placeOf(value)) || plain(value['raw']);
  if (slot === 'problem' && isRecord(value)) {
    const details = Array.isArray(value['details']) ? value['details'] : [];
    return join([value['text'], ...details], '; ');
  }
  return plain(value);
};

/** A window's id is its promise in local time: `2026-11-23T21:00/23:00`. */
const windowText = (id: string, now: number, zone: string): string => {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)\/(\d\d:\d\d)/.exec(id);
  if (match === null) return id;
  const [, date = '', start = '', end = ''] = match;
  return `${formatDay(date, now, zone)}, ${formatHours(start, end)}`;
};

const placeOf = (value: Readonly<Record<string, unknown>>): PostalPlace => {
  const part = (name: string): string | null => (typeof value[name] === 'string' ? value[name] : null);
  return {
    houseNumber: part('houseNumber'),
    street: part('street'),
    unit: part('unit'),
    city: part('city'),
    state: part('state'),
    zip: part('zip'),
  };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const field = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined);

const plain = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return join(value, ', ');
  if (isRecord(value)) return plain(value['text'] ?? value['raw']);
  return '';
};

const join = (values: readonly unknown[], between: string): string =>
  values
    .map(plain)
    .filter((text) => text !== '')
    .join(between);

const spaced = (slot: string): string => slot.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
