import type { Owned } from './office.ts';

/** One file that was brought in. */
export interface ImportRow extends Owned {
  /** An `ImportKind`. */
  kind: string;
  file_name: string;
  /** SHA-256 of its bytes, hex. */
  digest: string;
  bytes: number;
  /** JSON of an `ImportMapping`; null until it was begun. */
  mapping: string | null;
  /** `uploaded`, `running`, `done`, `failed`, `undoing`, `undone`. */
  state: string;
  /** JSON of code, message and fix. */
  failure: string | null;
  /** Rows of the file. */
  total: number | null;
  made: number;
  joined: number;
  known: number;
  rejected: number;
  /** What undoing left, since it was changed meanwhile. */
  kept: number;
  actor: string;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  undone_at: number | null;
  undone_by: string | null;
}

/** What became of a row. */
export interface ImportedRowRow {
  business_id: string;
  import_id: string;
  line: number;
  /** `made`, `joined` what was there, `known` as it is, `rejected`; `undone` since, or `kept` then. */
  outcome: string;
  subject_id: string | null;
  /** JSON of column and reason; never a value. */
  faults: string;
}

/** What a row of a file made, in order: what undoing takes away while it is still at this version. */
export interface ImportMadeRow {
  business_id: string;
  import_id: string;
  line: number;
  position: number;
  subject_kind: string;
  subject_id: string;
  version: number;
}

/** What a row of another system is here. */
export interface ImportKeyRow {
  business_id: string;
  kind: string;
  source: string;
  /** Its id there. */
  key: string;
  subject_id: string;
}

/** How a file with these columns was read the last time. */
export interface ImportMappingRow {
  business_id: string;
  kind: string;
  header_digest: string;
  /** JSON of an `ImportMapping`. */
  mapping: string;
  kept_at: number;
}
