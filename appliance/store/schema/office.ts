import type { Generated, Selectable } from 'kysely';

/**
 * Rows of the shop: who it is, what it sells, when it is open, who works. Every table carries business_id, and every
 * key is (business_id, id), so that the database itself refuses another business's row.
 * JSON columns hold text; booleans are 0 or 1; instants are epoch ms; local wall times are `HH:MM`, dates `YYYY-MM-DD`.
 */
export interface Owned {
  business_id: string;
  id: string;
}

export interface BusinessRow {
  id: string;
  name: string;
  /** IANA zone. */
  zone: string;
  phone: string;
  /** JSON of ShopSettings. */
  settings: string;
  created_at: number;
  /** When the owner confirmed the rows; null until then. */
  confirmed_at: number | null;
}

export interface LineRow extends Owned {
  name: string;
  number: string;
  /** A `LineMode`. */
  mode: Generated<string>;
  overflow_seconds: Generated<number>;
  /** E.164. */
  fallback: Generated<string | null>;
  /** Epoch ms at which `then_mode` takes over. */
  until_at: Generated<number | null>;
  then_mode: Generated<string | null>;
  /** One more with every change. */
  version: Generated<number>;
}

export interface ServiceTypeTable extends Owned {
  /** As playbooks name it. */
  code: string;
  trade: string;
  name: string;
  /** Time on site that is planned for it. */
  minutes: number;
  /** A technician needs it; '' when anybody may come. */
  skill: string;
  /** `service`, `install` or `estimate`: what deposits go by. */
  work: string;
  /** How many come. */
  crew: Generated<number>;
  /** Minutes between now and the first window, where it needs more than the shop's own. */
  lead_minutes: Generated<number>;
}

export type ServiceTypeRow = Selectable<ServiceTypeTable>;

/** What is taken in advance: one row a business, none when nothing is. */
export interface DepositRuleRow extends Owned {
  /** Of the estimate. */
  percent: number;
  on_service: number;
  on_install: number;
  /** An installation's deposit is at most the lesser of both. */
  install_cap_percent: number | null;
  install_cap_cents: number | null;
}

export interface PriceItemRow extends Owned {
  service_type_id: string;
  fee_cents: number;
  after_hours_numerator: number;
  after_hours_denominator: number;
  /** `credited` to the repair, or `not_credited`. */
  fee_rule: string;
  range_low_cents: number | null;
  range_high_cents: number | null;
  after_hours_range_low_cents: number | null;
  after_hours_range_high_cents: number | null;
  currency: string;
}

export interface OpeningHourRow extends Owned {
  /** ISO weekday, 1 Monday to 7 Sunday. */
  weekday: number;
  /** `open`, or `on_call` for after-hours service. */
  kind: string;
  starts: string;
  ends: string;
}

export interface HolidayRow extends Owned {
  date: string;
  name: string;
  /** `closed`: nothing is offered; `on_call`: after-hours service only. */
  kind: string;
}

export interface TechnicianRow extends Owned {
  name: string;
  phone: string;
  /** JSON array of skill codes. */
  skills: string;
  active: number;
  /** Where the day begins and ends, degrees; null where nobody has told. */
  home_lon: Generated<number | null>;
  home_lat: Generated<number | null>;
}

/** A weekly shift (weekday set) or one of a single day (date set). */
export interface ShiftRow extends Owned {
  technician_id: string;
  weekday: number | null;
  date: string | null;
  /** `available`, `on_call` or `time_off`. */
  kind: string;
  starts: string;
  ends: string;
}
