import type { Generated } from 'kysely';
import type { Owned } from './office.ts';

export interface CustomerRow extends Owned {
  name: string;
  name_confirmed: number;
  created_at: number;
  company: Generated<string | null>;
  /** JSON of `BillTo`; null: billed where the work is done. */
  bill_to: Generated<string | null>;
  /** Why we do not work for them; null: we do. */
  do_not_service: Generated<string | null>;
  /** JSON array of strings. */
  tags: Generated<string>;
  /** The customer this one turned out to be: its own rows went there. */
  merged_into: Generated<string | null>;
  /** When the person was taken out of it; the row stays for the money that names it. */
  erased_at: Generated<number | null>;
  /** Raised by every change. */
  version: Generated<number>;
}

export interface ContactRow extends Owned {
  customer_id: string;
  /** `phone` or `email`. */
  kind: string;
  /** E.164 for phones. */
  value: string;
  confirmed: number;
  /** Digits dialled after a phone's number. */
  extension: string | null;
  /** `mobile`, `work`, `tenant` ... */
  label: Generated<string | null>;
  /** Who answers there, where that is not the customer. */
  person: Generated<string | null>;
  version: Generated<number>;
}

export interface LocationRow extends Owned {
  customer_id: string;
  house_number: string;
  street: string;
  unit: string | null;
  city: string;
  state: string;
  zip: string | null;
  zone: string;
  /** Normalised form that two spellings of one address share. */
  address_key: string;
  confirmed: number;
  /** Degrees; null where nobody has located it. */
  lon: Generated<number | null>;
  lat: Generated<number | null>;
  /** What the office calls it. */
  name: Generated<string | null>;
  /** The place it is part of: a unit of a building, a building of a site. */
  parent_id: Generated<string | null>;
  /** One of `PROPERTY_CLASSES`: taxes and rules go by it. */
  property_class: Generated<string | null>;
  /** How one gets in; never a code. */
  access: Generated<string | null>;
  /** A `GeocodeQuality`: how sure `lon` and `lat` are. */
  geocode_quality: Generated<string | null>;
  version: Generated<number>;
}

/** A gate or alarm code of a place, sealed, and nowhere else. */
export interface LocationCodeRow extends Owned {
  location_id: string;
  /** `gateCode`, `alarmCode`. */
  slot: string;
  sealed: string;
  created_at: number;
}

/** Append-only: what a customer agreed to, or no longer does. The newest of a channel and kind counts. */
export interface ConsentRow extends Owned {
  customer_id: string;
  /** `sms`, `call`, `email`. */
  channel: string;
  /** `service`, `marketing`. */
  kind: string;
  /** 0: withdrawn. */
  given: number;
  /** Where that stands: an utterance, a form, a letter. */
  evidence: string;
  actor: string;
  at: number;
}

export interface EquipmentRow extends Owned {
  location_id: string;
  /** An `EquipmentType`. */
  type: string;
  brand: string | null;
  model: string | null;
  serial: string | null;
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as far as it is known. */
  installed_on: string | null;
  /** `YYYY-MM-DD`. */
  warranty_until: string | null;
  /** `YYYY-MM-DD`: it is gone since. */
  removed_on: string | null;
  version: number;
  created_at: number;
}

export interface NoteRow extends Owned {
  /** `customer`, `location`, `equipment`, `job`. */
  subject_kind: string;
  subject_id: string;
  text: string;
  pinned: number;
  author: string;
  version: number;
  created_at: number;
}

/** Two customers who may be one. */
export interface DuplicatePairRow extends Owned {
  older_id: string;
  newer_id: string;
  /** Of a thousand. */
  score: number;
  /** JSON of `MatchReason[]`: kinds and likenesses, no word of theirs. */
  reasons: string;
  /** `open`, `merged`, `dismissed`. */
  status: string;
  found_at: number;
  decided_at: number | null;
  decided_by: string | null;
}

export interface CustomerMergeRow extends Owned {
  loser_id: string;
  winner_id: string;
  /** JSON of `MergeSnapshot`. */
  snapshot: string;
  actor: string;
  reason: string;
  at: number;
  undone_at: number | null;
  undone_by: string | null;
}

/** Who was erased: ids alone. */
export interface ErasureRow extends Owned {
  customer_id: string;
  actor: string;
  /** As the office wrote it, without the person's name. */
  reason: string;
  at: number;
}
