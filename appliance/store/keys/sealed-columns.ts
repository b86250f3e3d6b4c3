/** A column that holds sealed values, or null. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The columns that, after the business, name the row: in its primary key and in the place that its values are sealed to. */
  readonly row: readonly string[];
}

/** Every column with sealed values: what is not named here is not sealed anew when the keys change, and would be lost with the old key. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'secrets', column: 'sealed', row: ['id'] },
  { table: 'visits', column: 'gate_code', row: ['id'] },
  { table: 'calls', column: 'identity', row: ['id'] },
  { table: 'call_checkpoints', column: 'state', row: ['call_id'] },
  { table: 'call_checkpoints', column: 'commands', row: ['call_id'] },
  { table: 'call_events', column: 'body', row: ['call_id', 'seq'] },
  { table: 'users', column: 'totp_sealed', row: ['id'] },
  { table: 'location_codes', column: 'sealed', row: ['id'] },
  { table: 'kept_answers', column: 'sealed', row: ['id'] },
];
