import type { Owned } from './office.ts';

/** A certificate counts as a skill of that code. */
export interface CertificateRow extends Owned {
  technician_id: string;
  code: string;
  /** Last local date on which it counts; null: for good. */
  expires_on: string | null;
}

/** What a technician's truck has every morning. */
export interface TruckItemRow extends Owned {
  technician_id: string;
  code: string;
  /** `part`: each visit that needs it uses it up; `tool`: it stays. */
  kind: string;
  count: number;
}

/** What a kind of work needs beside its skill. */
export interface ServiceNeedRow extends Owned {
  service_type_id: string;
  /** `skill`, or `part` and `tool`, which the truck must have. */
  kind: string;
  code: string;
  count: number;
}

/** A visit that follows the first one of its kind of work, booked with it or not at all. */
export interface ServiceStepRow extends Owned {
  service_type_id: string;
  /** From 2; the service type itself is the first. */
  position: number;
  minutes: number;
  crew: number;
  /** Days after the visit before it, at least and at most. */
  min_days: number;
  max_days: number;
}

/** How long a technician takes for a kind of work, where that is not the usual time. */
export interface WorkPaceRow extends Owned {
  technician_id: string;
  service_type_id: string;
  minutes: number;
}

/** Time that cannot be booked: of one technician, or of the shop. Local wall times. */
export interface SlotBlockRow extends Owned {
  date: string;
  starts: string;
  ends: string;
  technician_id: string | null;
  /** `blocked`, or `emergency_only` for the shop's windows. */
  kind: string;
  reason: string;
}

export interface PreferredTechnicianRow extends Owned {
  customer_id: string;
  technician_id: string;
}

/** Raised by everything that takes capacity of that local date: what was judged by an older version is judged again. */
export interface ScheduleDayRow {
  business_id: string;
  date: string;
  version: number;
}
