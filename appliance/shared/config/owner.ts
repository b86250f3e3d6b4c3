import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;

/** Who may change lines by phone. */
export const OwnerFile = Type.Object(
  {
    /** The PIN as `pilot line pin` prints it: a salted scrypt digest, never the digits. */
    pin: Type.Optional(Type.String({ pattern: String.raw`^scrypt:\d+:\d+:\d+:[\w-]+:[\w-]+$` })),
    /** Name of the environment variable that holds such a digest, in place of `pin`. */
    pin_env: Type.Optional(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' })),
    /** Numbers the owner calls from: the box answers them in every mode. The PIN is asked for all the same. */
    phones: Type.Optional(Type.Array(Type.String({ minLength: 3 }))),
  },
  strict,
);

export interface OwnerConfig {
  readonly pin: string | null;
  readonly pinEnv: string | null;
  readonly phones: readonly string[];
}

/** Fills in the defaults. */
export const completeOwner = (owner: Static<typeof OwnerFile> | undefined): OwnerConfig => ({
  pin: owner?.pin ?? null,
  pinEnv: owner?.pin_env ?? null,
  phones: owner?.phones ?? [],
});
