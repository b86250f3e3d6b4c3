import type { Owned } from './office.ts';

/** A person of one business. E-mail addresses stand in lower case. */
export interface UserRow extends Owned {
  name: string;
  email: string;
  /** A `Role`. */
  role: string;
  /** As `digestPassword` makes it. */
  password: string;
  /** Seed of the authenticator, sealed; null where none is set up. */
  totp_sealed: string | null;
  /** Null until the first code was right: until then none is asked for. */
  totp_confirmed_at: number | null;
  /** The step whose code counted last: it counts once. */
  totp_step: number | null;
  created_at: number;
  /** Nobody comes in by it from then on. */
  ends_at: number | null;
  disabled_at: number | null;
  version: number;
}

/** One of the codes of the printed sheet. */
export interface RecoveryCodeRow extends Owned {
  user_id: string;
  digest: string;
  used_at: number | null;
}

/** What all credentials have: the digest of a token that was told once. */
interface CredentialRow extends Owned {
  digest: string;
  created_at: number;
  ended_at: number | null;
}

export interface SessionRow extends CredentialRow {
  user_id: string;
  address: string;
  agent: string;
  seen_at: number;
  ends_at: number;
  /** When the person last gave password or code. */
  proven_at: number;
}

export interface ApiTokenRow extends CredentialRow {
  /** Who made it; null: the box's own command line. */
  user_id: string | null;
  name: string;
  /** JSON array of permissions. */
  scopes: string;
  seen_at: number | null;
  ends_at: number | null;
}

export interface DeviceRow extends CredentialRow {
  user_id: string;
  name: string;
  /** `phone` or `desktop`. */
  kind: string;
  public_key: string | null;
  seen_at: number;
}

export interface PairingRow extends Owned {
  user_id: string;
  digest: string;
  created_at: number;
  ends_at: number;
  tries_left: number;
  /** The device that claimed it. */
  device_id: string | null;
}

/** How somebody becomes a user: `claim` makes the owner of a business that has none, `invite` whoever it is for. */
export interface InviteRow extends Owned {
  kind: string;
  name: string;
  email: string;
  role: string;
  digest: string;
  created_at: number;
  ends_at: number;
  used_at: number | null;
}

/** Wrong tries, by a digest of the account or the address they were made on. */
export interface AuthAttemptRow extends Owned {
  failures: number;
  last_at: number;
}

/** One act. Names nobody but by id, and holds no value: only what it hashes to under a key of the box. */
export interface AuditRow extends Owned {
  seq: number;
  at: number;
  actor: string;
  act: string;
  object_kind: string;
  object_id: string;
  version_before: number | null;
  version_after: number | null;
  value_hash: string;
}

export interface AuditBlockRow extends Owned {
  first_seq: number;
  last_seq: number;
  row_count: number;
  previous: string;
  digest: string;
  signature: string;
  /** The public key it is signed with, SPKI in base64url. */
  key: string;
  sealed_at: number;
}
