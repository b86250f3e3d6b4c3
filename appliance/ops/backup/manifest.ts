import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { PilotError } from '#shared/errors.ts';

/** One file of a backup. */
const BackedUpFile = Type.Object({
  /** `data/...`, `config/...`, or `rows/TABLE.jsonl` of a PostgreSQL database. */
  path: Type.String(),
  bytes: Type.Integer({ minimum: 0 }),
  sha256: Type.String(),
});
export type BackedUpFile = Static<typeof BackedUpFile>;

/** What a backup says of itself: its last entry, by which all others are checked. */
export const Manifest = Type.Object({
  format: Type.Literal(1),
  id: Type.String(),
  /** The program that made it. */
  release: Type.String(),
  /** Epoch ms. */
  madeAt: Type.Integer(),
  engine: Type.Union([Type.Literal('sqlite'), Type.Literal('postgres')]),
  /** Number of the newest migration. */
  schema: Type.Integer(),
  /** The data folder it was made of: recordings are named by it. */
  dataFolder: Type.String(),
  /** Newest seal of the audit log of each business. */
  auditHeads: Type.Array(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
  files: Type.Array(BackedUpFile),
  /** Files that were being written, and are not in it. */
  leftOut: Type.Array(Type.String()),
});
export type Manifest = Static<typeof Manifest>;

/** The database file of a backup made of SQLite. */
export const DATABASE = 'data/pilot.db';

/** Where the rows of a table lie in one made of PostgreSQL. */
export const rowsPath = (table: string): string => `rows/${table}.jsonl`;

/** @throws PilotError `backup_damaged`, `backup_format` */
export const readManifest = (text: string): Manifest => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (Value.Check(Manifest, value)) return value;
  const { format } = (value ?? {}) as { format?: unknown };
  throw typeof format === 'number' && format !== 1
    ? new PilotError('backup_format', `this backup has format ${format}, this program knows 1`, {
        fix: 'Restore it with the release that made it, or a newer one.',
      })
    : damaged('its manifest cannot be read');
};

export const damaged = (why: string, cause?: unknown): PilotError =>
  new PilotError('backup_damaged', `the backup is damaged: ${why}`, {
    fix: 'Take another copy, or an earlier backup.',
    cause,
  });
