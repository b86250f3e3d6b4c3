import { sql, type Kysely } from 'kysely';
import { ownedTable } from './owned-table.ts';

const index = (db: Kysely<unknown>, table: string, name: string, columns: readonly string[]) =>
  db.schema
    .createIndex(name)
    .on(table)
    .columns(['business_id', ...columns])
    .execute();

/**
 * Who may come in: people with what they prove themselves by, what they hold (sessions, tokens, devices), how they get in for the first
 * time (invites, pairings), wrong tries, and the audit log with the blocks that seal it. Secrets stand here as digests alone.
 */
export const access = async (db: Kysely<unknown>): Promise<void> => {
  await ownedTable(db, 'users', {
    name: 'text',
    email: 'text',
    role: 'text',
    password: 'text',
    totp_sealed: 'text?',
    totp_confirmed_at: 'bigint?',
    totp_step: 'bigint?',
    created_at: 'bigint',
    ends_at: 'bigint?',
    disabled_at: 'bigint?',
    version: 'integer',
  })
    .addUniqueConstraint('users_email', ['business_id', 'email'])
    .execute();
  await db.schema.createIndex('users_by_email').on('users').column('email').execute();
  await ownedTable(
    db,
    'recovery_codes',
    { user_id: 'text', digest: 'text', used_at: 'bigint?' },
    { user_id: 'users' },
  ).execute();
  await index(db, 'recovery_codes', 'recovery_codes_by_user', ['user_id']);
  await ownedTable(
    db,
    'sessions',
    {
      user_id: 'text',
      digest: 'text',
      address: 'text',
      agent: 'text',
      created_at: 'bigint',
      seen_at: 'bigint',
      ends_at: 'bigint',
      proven_at: 'bigint',
      ended_at: 'bigint?',
    },
    { user_id: 'users' },
  )
    .addUniqueConstraint('sessions_digest', ['digest'])
    .execute();
  await index(db, 'sessions', 'sessions_by_user', ['user_id']);
  await ownedTable(
    db,
    'api_tokens',
    {
      user_id: 'text?',
      name: 'text',
      digest: 'text',
      scopes: 'text',
      created_at: 'bigint',
      seen_at: 'bigint?',
      ends_at: 'bigint?',
      ended_at: 'bigint?',
    },
    { user_id: 'users' },
  )
    .addUniqueConstraint('api_tokens_digest', ['digest'])
    .execute();
  await ownedTable(
    db,
    'devices',
    {
      user_id: 'text',
      name: 'text',
      kind: 'text',
      public_key: 'text?',
      digest: 'text',
      created_at: 'bigint',
      seen_at: 'bigint',
      ended_at: 'bigint?',
    },
    { user_id: 'users' },
  )
    .addUniqueConstraint('devices_digest', ['digest'])
    .execute();
  await ownedTable(
    db,
    'pairings',
    {
      user_id: 'text',
      digest: 'text',
      created_at: 'bigint',
      ends_at: 'bigint',
      tries_left: 'integer',
      device_id: 'text?',
    },
    { user_id: 'users', device_id: 'devices' },
  ).execute();
  await db.schema.createIndex('pairings_by_digest').on('pairings').column('digest').execute();
  await ownedTable(db, 'invites', {
    kind: 'text',
    name: 'text',
    email: 'text',
    role: 'text',
    digest: 'text',
    created_at: 'bigint',
    ends_at: 'bigint',
    used_at: 'bigint?',
  }).execute();
  await db.schema.createIndex('invites_by_digest').on('invites').column('digest').execute();
  await ownedTable(db, 'auth_attempts', { failures: 'integer', last_at: 'bigint' }).execute();
  await ownedTable(db, 'audit_rows', {
    seq: 'bigint',
    at: 'bigint',
    actor: 'text',
    act: 'text',
    object_kind: 'text',
    object_id: 'text',
    version_before: 'integer?',
    version_after: 'integer?',
    value_hash: 'text',
  })
    .addUniqueConstraint('audit_rows_seq', ['business_id', 'seq'])
    .execute();
  await ownedTable(db, 'audit_blocks', {
    first_seq: 'bigint',
    last_seq: 'bigint',
    row_count: 'integer',
    previous: 'text',
    digest: 'text',
    signature: 'text',
    key: 'text',
    sealed_at: 'bigint',
  })
    .addUniqueConstraint('audit_blocks_first', ['business_id', 'first_seq'])
    .execute();
  // One owner's claim at a time: who has claimed makes every other claim void.
  await sql`create unique index invites_one_claim on invites (business_id) where kind = 'claim' and used_at is null`.execute(
    db,
  );
};
