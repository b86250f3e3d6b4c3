import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { PilotError } from '#shared/errors.ts';

/** Raised when older programs can no longer read what is written. */
export const ARCHIVE_VERSION = 1;

const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** The last entry of an archive: what is in it, and what is not. */
export const Manifest = Type.Object({
  format: Type.Literal('pilotlight-archive'),
  version: Type.Integer({ minimum: 1 }),
  /** The program that wrote it. */
  release: Type.String(),
  /** Number of the newest migration of its database. */
  schema: Type.Integer({ minimum: 1 }),
  /** Epoch ms. */
  madeAt: Type.Integer(),
  business: Type.Object({ id: Type.String(), name: Type.String() }),
  /** Tables in the order in which they can be written, and how many rows each has. */
  tables: Type.Array(Type.Object({ name: Type.String(), rows: Type.Integer({ minimum: 0 }) })),
  /** Tables and columns that are not carried, and why. */
  leftOut: Type.Record(Type.String(), Type.String()),
  /** Every entry before this one. */
  entries: Type.Array(Type.Object({ path: Type.String(), bytes: Type.Integer(), sha256: Digest })),
});
export type Manifest = Static<typeof Manifest>;

/** @throws PilotError `archive.broken`, `archive.too_new` */
export const readManifest = (text: string): Manifest => {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Told below.
  }
  const version = Value.Check(Type.Object({ version: Type.Integer() }), value) ? value.version : 0;
  if (version > ARCHIVE_VERSION)
    throw new PilotError('archive.too_new', 'a newer program wrote this archive', {
      fix: 'Take it in with that program.',
    });
  if (Value.Check(Manifest, value)) return value;
  throw new PilotError('archive.broken', 'the archive has no manifest that can be read', {
    fix: 'It is no archive of Pilotlight, or was cut off: export it again.',
  });
};
