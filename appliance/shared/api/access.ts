import { Type, type Static, type TSchema } from 'typebox';
import { PERMISSIONS, ROLES } from '../access/permissions.ts';

const Instant = Type.Integer({ description: 'epoch ms, UTC' });
const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
const closed = { additionalProperties: false } as const;

export const PermissionName = Type.Enum(PERMISSIONS);
export const RoleName = Type.Enum(ROLES);

const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });
const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^\\s*[^\\s@]+@[^\\s@]+\\s*$' });
const Password = Type.String({ minLength: 1, maxLength: 256 });
const Code = Type.String({ minLength: 4, maxLength: 40 });

export const AccessState = Type.Object({
  shop: Type.String({ description: 'the name of the business' }),
  claimed: Type.Boolean({ description: 'it has an owner; until then whoever has the claim code becomes one' }),
  in: Type.Boolean({ description: 'whoever asks is known to the box' }),
});
export type AccessState = Static<typeof AccessState>;

export const Me = Type.Object({
  kind: Type.Enum(['box', 'user', 'token', 'device']),
  id: Type.String(),
  name: Type.String(),
  email: orNull(Type.String()),
  role: orNull(RoleName),
  permissions: Type.Array(PermissionName),
  totp: Type.Boolean({ description: 'an authenticator is set up' }),
  session: orNull(Type.String({ description: 'the session this came by' })),
});
export type Me = Static<typeof Me>;

export const LogIn = Type.Object({ email: Email, password: Password, code: Type.Optional(orNull(Code)) }, closed);
export const ClaimBox = Type.Object({ code: Code, name: Name, email: Email, password: Password }, closed);
export const Join = Type.Object({ code: Code, name: Type.Optional(Name), password: Password }, closed);
export const Recover = Type.Object({ email: Email, code: Code, password: Password }, closed);
export const Prove = Type.Object({ password: Type.Optional(Password), code: Type.Optional(Code) }, closed);
export const NewPassword = Type.Object({ old: Password, new: Password }, closed);
export const TotpCode = Type.Object({ code: Code }, closed);

export const RecoverySheet = Type.Object({
  recoveryCodes: Type.Array(Type.String(), { description: 'each good once; shown this once: to be printed' }),
});
export type RecoverySheet = Static<typeof RecoverySheet>;
export const TotpSeed = Type.Object({
  secret: Type.String({ description: 'base32, for an authenticator' }),
  uri: Type.String({ description: 'the same as otpauth link' }),
});
export type TotpSeed = Static<typeof TotpSeed>;

export const SessionRecord = Type.Object({
  id: Type.String(),
  userId: Type.String(),
  address: Type.String(),
  agent: Type.String(),
  createdAt: Instant,
  seenAt: Instant,
  endsAt: Instant,
});
export type SessionRecord = Static<typeof SessionRecord>;

export const UserRecord = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  role: RoleName,
  createdAt: Instant,
  endsAt: orNull(Instant),
  disabledAt: orNull(Instant),
  totp: Type.Boolean(),
  version: Type.Integer(),
});
export type UserRecord = Static<typeof UserRecord>;

export const UserChange = Type.Object(
  { name: Type.Optional(Name), role: Type.Optional(RoleName), disabled: Type.Optional(Type.Boolean()) },
  closed,
);

export const NewInvite = Type.Object({ name: Name, email: Email, role: RoleName }, closed);
export const InviteRecord = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  role: RoleName,
  createdAt: Instant,
  endsAt: Instant,
});
export type InviteRecord = Static<typeof InviteRecord>;

/** A code that is told this once. */
export const CodeTold = Type.Object({ id: Type.String(), code: Type.String(), endsAt: Instant });
export type CodeTold = Static<typeof CodeTold>;

export const NewToken = Type.Object(
  {
    name: Name,
    scopes: Type.Array(PermissionName, { minItems: 1, uniqueItems: true }),
    endsAt: Type.Optional(orNull(Instant)),
  },
  closed,
);
/** A token that is told this once. */
export const TokenTold = Type.Object({ id: Type.String(), token: Type.String(), endsAt: orNull(Instant) });
export type TokenTold = Static<typeof TokenTold>;
export const TokenRecord = Type.Object({
  id: Type.String(),
  name: Type.String(),
  userId: orNull(Type.String({ description: 'who made it; null: the box’s own command line' })),
  scopes: Type.Array(Type.String()),
  createdAt: Instant,
  seenAt: orNull(Instant),
  endsAt: orNull(Instant),
});
export type TokenRecord = Static<typeof TokenRecord>;

const DeviceKind = Type.Union([Type.Literal('phone'), Type.Literal('desktop')]);
export const NewPairing = Type.Object({ userId: Type.String({ minLength: 1, maxLength: 64 }) }, closed);
export const Pair = Type.Object(
  {
    code: Code,
    name: Name,
    kind: DeviceKind,
    publicKey: Type.Optional(orNull(Type.String({ maxLength: 200 }))),
  },
  closed,
);
export const DeviceRecord = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: DeviceKind,
  userId: Type.String(),
  createdAt: Instant,
  seenAt: Instant,
});
export type DeviceRecord = Static<typeof DeviceRecord>;

export const AuditEntryRecord = Type.Object({
  seq: Type.Integer(),
  at: Instant,
  actor: Type.String({
    description: '`box`, `user:<id>`, `token:<id>`, `device:<id>`, or `nobody` before anybody was known',
  }),
  act: Type.String(),
  objectKind: Type.String(),
  objectId: Type.String(),
  versionBefore: orNull(Type.Integer()),
  versionAfter: orNull(Type.Integer()),
  valueHash: Type.String({ description: 'of what was asked for, under a key of the box' }),
});
export const AuditVerdictRecord = Type.Object({
  entries: Type.Integer(),
  blocks: Type.Integer(),
  unsealed: Type.Integer({ description: 'entries that no block seals yet' }),
  key: Type.String({ description: 'the public key that blocks are signed with: Ed25519, SPKI in base64url' }),
  heads: Type.Integer({ description: 'heads kept elsewhere that were compared' }),
  faults: Type.Array(
    Type.Object({
      kind: Type.Enum(['changed', 'missing', 'signature', 'truncated']),
      from: Type.Integer(),
      to: Type.Integer(),
      detail: Type.String(),
    }),
  ),
});
export type AuditVerdictRecord = Static<typeof AuditVerdictRecord>;
