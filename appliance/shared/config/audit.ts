import { Type } from 'typebox';

/** The audit log, as the file configures it. */
export const AuditFile = Type.Object(
  {
    /** Where a copy of the newest head goes, off the box at best; relative to the configuration file. */
    head_file: Type.Optional(Type.String({ minLength: 1 })),
  },
  { additionalProperties: false },
);

export interface AuditConfig {
  /** Null: nowhere. */
  readonly headFile: string | null;
}
