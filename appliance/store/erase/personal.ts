import { sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import type { Person } from './person.ts';

/** What stands where a name stood. */
export const ERASED = 'Erased customer';

/** How a person is taken out of a table. */
export interface Taking {
  readonly table: keyof Tables;
  /** `deleted`: the rows go. `emptied`: they stay, for what else they tell, with these columns instead. */
  readonly how: 'deleted' | 'emptied';
  /** Columns by which rows are theirs: one that holds one of the ids is enough. */
  readonly by: readonly string[];
  readonly ids: (person: Person) => readonly string[];
  /** @param now epoch ms */
  readonly set?: (now: number) => Readonly<Record<string, unknown>>;
}

const rows = (table: keyof Tables, by: string | readonly string[], ids: Taking['ids']) => ({
  table,
  by: typeof by === 'string' ? [by] : by,
  ids,
});
const deleted = (...of: Parameters<typeof rows>): Taking => ({ ...rows(...of), how: 'deleted' });
const emptied = (set: Readonly<Record<string, unknown>>, ...of: Parameters<typeof rows>): Taking => ({
  ...rows(...of),
  how: 'emptied',
  set: () => set,
});

const every = ({ customers, locations, equipment, jobs, visits, calls, outboundCalls, tasks, escalations }: Person) => [
  ...customers,
  ...locations,
  ...equipment,
  ...jobs,
  ...visits,
  ...calls,
  ...outboundCalls,
  ...tasks,
  ...escalations,
];

/**
 * Every table with personal data of customers, and how a person is taken out of it, in the order in which it is done: what points at
 * a row goes before it. Money, jobs and visits stay without the person.
 */
export const PERSONAL: readonly Taking[] = [
  deleted('location_codes', 'location_id', ({ locations }) => locations),
  deleted('equipment', 'location_id', ({ locations }) => locations),
  deleted('notes', 'subject_id', ({ customers, locations, equipment, jobs }) => [
    ...customers,
    ...locations,
    ...equipment,
    ...jobs,
  ]),
  deleted('contacts', 'customer_id', ({ customers }) => customers),
  deleted('consents', 'customer_id', ({ customers }) => customers),
  deleted('preferred_technicians', 'customer_id', ({ customers }) => customers),
  deleted('duplicate_pairs', ['older_id', 'newer_id'], ({ customers }) => customers),
  deleted('secrets', ['call_id', 'visit_id'], ({ calls, visits }) => [...calls, ...visits]),
  deleted('call_events', 'call_id', ({ calls }) => calls),
  deleted('call_checkpoints', 'call_id', ({ calls }) => calls),
  deleted('tool_journal', 'call_id', ({ calls }) => calls),
  deleted('utterances', 'call_id', ({ calls }) => calls),
  deleted('trips', 'id', ({ trips }) => trips),
  deleted('outbound_subjects', 'id', ({ outboundCalls }) => outboundCalls),
  deleted('outbound_calls', 'id', ({ outboundCalls }) => outboundCalls),
  emptied({ snapshot: '{}', reason: '' }, 'customer_merges', ['winner_id', 'loser_id'], ({ customers }) => customers),
  emptied({ body: '{}', reason: '' }, 'events', 'subject_id', every),
  emptied({ text: '', name: null, phone: null, facts: '{}' }, 'tasks', 'id', ({ tasks }) => tasks),
  emptied(
    {
      facts: JSON.stringify({
        alertId: '',
        urgency: 'emergency',
        hazard: '',
        phone: null,
        address: null,
        text: '',
        jobNumber: null,
      }),
    },
    'escalations',
    'id',
    ({ escalations }) => escalations,
  ),
  emptied({ recipient: '', facts: '{}', last_error: null }, 'outbox', 'id', ({ outbox }) => outbox),
  emptied({ phone: '', comment: null }, 'surveys', 'customer_id', ({ customers }) => customers),
  emptied({ phone: '' }, 'add_on_offers', 'customer_id', ({ customers }) => customers),
  emptied({ gate_code: null, access: null, pets: null }, 'visits', 'id', ({ visits }) => visits),
  emptied(
    {
      problem: '',
      details: '[]',
      contact_name: ERASED,
      contact_phone: '',
      contact_extension: null,
      unconfirmed: '[]',
    },
    'jobs',
    'id',
    ({ jobs }) => jobs,
  ),
  emptied(
    {
      from_number: '',
      to_number: '',
      slots: '{}',
      identity: null,
      transfer: null,
      recording_path: null,
      recording_offset_ms: null,
    },
    'calls',
    'id',
    ({ calls }) => calls,
  ),
  // Town, state and zone stay: taxes of what was invoiced go by them.
  emptied(
    {
      house_number: '',
      street: '',
      unit: null,
      zip: null,
      address_key: '',
      lon: null,
      lat: null,
      name: null,
      access: null,
      geocode_quality: null,
    },
    'locations',
    'customer_id',
    ({ customers }) => customers,
  ),
  {
    ...rows('customers', 'id', ({ customers }) => customers),
    how: 'emptied',
    set: (now) => ({
      name: ERASED,
      name_confirmed: 0,
      company: null,
      bill_to: null,
      do_not_service: null,
      tags: '[]',
      erased_at: now,
      version: sql`version + 1`,
    }),
  },
];

/** Tables with personal data that stay as they are, and why. */
export const KEPT: Partial<Record<keyof Tables, string>> = {
  do_not_call: 'whose number it is that wants no calls must not be forgotten, or they are called again',
  kept_answers: 'sealed, and gone a day after they were given',
  import_keys: 'ids of another system alone, so that nobody who was erased comes back with the same file',
  erasures: 'ids alone, so that nobody comes back with a backup',
};

/** Tables that are made of others, and follow them within the same transaction. */
export const FOLLOWING: readonly (keyof Tables)[] = ['search_documents', 'search_words'];

/** Tables that hold nothing of a customer: the shop's own rows, its people, capacity, money without names, figures of calls. */
export const WITHOUT_PERSONS: readonly string[] = [
  'schema_migrations',
  'businesses',
  'lines',
  'service_types',
  'price_items',
  'deposit_rules',
  'opening_hours',
  'holidays',
  'technicians',
  'shifts',
  'certificates',
  'truck_items',
  'service_needs',
  'service_steps',
  'work_paces',
  'slot_blocks',
  'schedule_days',
  'ladder_steps',
  'escalation_steps',
  'quotes',
  'assignments',
  'reservations',
  'sequences',
  'turn_timings',
  'model_calls',
  'model_trials',
  'cost_lines',
  'cost_totals',
  'resumed_calls',
  'add_ons',
  'job_lines',
  'users',
  'recovery_codes',
  'sessions',
  'api_tokens',
  'devices',
  'pairings',
  'invites',
  'auth_attempts',
  'audit_rows',
  'audit_blocks',
  'search_walks',
  'imports',
  'import_rows',
  'import_made',
  'import_mappings',
];
