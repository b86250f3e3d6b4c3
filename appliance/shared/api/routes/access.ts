import { Type } from 'typebox';
import {
  AccessState,
  ClaimBox,
  CodeTold,
  Join,
  LogIn,
  Me,
  NewPassword,
  Prove,
  Recover,
  RecoverySheet,
  SessionRecord,
  TotpCode,
  TotpSeed,
} from '../access.ts';
import { defineRoute } from '../define-route.ts';

const DENIED = { 'access.denied': 401, 'access.throttled': 429 } as const;
const JOINING = {
  'access.code_unknown': 401,
  'access.throttled': 429,
  'access.password_weak': 400,
  'access.name_needed': 400,
  'access.email_taken': 409,
  'access.claimed': 409,
} as const;
const ById = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });

export const accessState = defineRoute({
  id: 'accessState',
  method: 'GET',
  path: '/access',
  summary: 'Whether the box has an owner, and whether it knows who asks',
  permission: 'anyone',
  replies: { 200: AccessState },
});

export const newClaimCode = defineRoute({
  id: 'newClaimCode',
  method: 'POST',
  path: '/access/claim-code',
  summary: 'A code that makes its owner of a box that has none; one told before is void',
  permission: 'users.manage',
  ownAudit: true,
  replies: { 201: CodeTold },
  fails: { 'access.claimed': 409 },
});

export const claimBox = defineRoute({
  id: 'claimBox',
  method: 'POST',
  path: '/access/claim',
  summary: 'The first log-in, by the code that the box’s own terminal shows: makes the owner',
  permission: 'anyone',
  ownAudit: true,
  body: ClaimBox,
  replies: { 201: RecoverySheet },
  fails: JOINING,
});

export const joinBox = defineRoute({
  id: 'joinBox',
  method: 'POST',
  path: '/access/join',
  summary: 'Whoever was invited becomes a user',
  permission: 'anyone',
  ownAudit: true,
  body: Join,
  replies: { 201: RecoverySheet },
  fails: JOINING,
});

export const logIn = defineRoute({
  id: 'logIn',
  method: 'POST',
  path: '/access/log-in',
  summary: 'Log in; the session comes as a cookie',
  permission: 'anyone',
  ownAudit: true,
  body: LogIn,
  replies: { 200: Me },
  fails: { ...DENIED, 'access.code_needed': 401 },
});

export const recoverAccess = defineRoute({
  id: 'recoverAccess',
  method: 'POST',
  path: '/access/recover',
  summary: 'A new password by an unused code of the recovery sheet; every session and device of the account ends',
  permission: 'anyone',
  ownAudit: true,
  body: Recover,
  replies: { 204: null },
  fails: { ...DENIED, 'access.password_weak': 400 },
});

export const logOut = defineRoute({
  id: 'logOut',
  method: 'POST',
  path: '/access/log-out',
  summary: 'End the session this comes by',
  permission: 'somebody',
  ownAudit: true,
  replies: { 204: null },
});

export const getMe = defineRoute({
  id: 'getMe',
  method: 'GET',
  path: '/access/me',
  summary: 'Who the box takes whoever asks for, and what they may do',
  permission: 'somebody',
  replies: { 200: Me },
});

const PERSONS_ONLY = { 'access.persons_only': 403 } as const;

export const proveMyself = defineRoute({
  id: 'proveMyself',
  method: 'POST',
  path: '/access/proof',
  summary: 'Give password or code once more: what weighs much may be done for ten minutes',
  permission: 'somebody',
  ownAudit: true,
  body: Prove,
  replies: { 204: null },
  fails: { ...DENIED, ...PERSONS_ONLY },
});

export const changePassword = defineRoute({
  id: 'changePassword',
  method: 'POST',
  path: '/access/password',
  summary: 'Another password; every other session and every device of the account ends',
  permission: 'somebody',
  ownAudit: true,
  body: NewPassword,
  replies: { 204: null },
  fails: { ...DENIED, ...PERSONS_ONLY, 'access.password_weak': 400 },
});

const FRESH = { ...PERSONS_ONLY, 'access.proof_needed': 403 } as const;

export const beginTotp = defineRoute({
  id: 'beginTotp',
  method: 'POST',
  path: '/access/totp',
  summary: 'Begin to set up an authenticator: its seed, told once',
  permission: 'somebody',
  ownAudit: true,
  replies: { 201: TotpSeed },
  fails: { ...FRESH, 'access.totp_on': 409 },
});

export const confirmTotp = defineRoute({
  id: 'confirmTotp',
  method: 'POST',
  path: '/access/totp/confirm',
  summary: 'The first code: from now on each log-in asks for one',
  permission: 'somebody',
  ownAudit: true,
  body: TotpCode,
  replies: { 204: null },
  fails: { ...FRESH, 'access.code_wrong': 400 },
});

export const dropTotp = defineRoute({
  id: 'dropTotp',
  method: 'POST',
  path: '/access/totp/remove',
  summary: 'Take the authenticator away',
  permission: 'somebody',
  ownAudit: true,
  replies: { 204: null },
  fails: FRESH,
});

export const newRecoverySheet = defineRoute({
  id: 'newRecoverySheet',
  method: 'POST',
  path: '/access/recovery-codes',
  summary: 'A new sheet of recovery codes; those of the sheet before are void',
  permission: 'somebody',
  ownAudit: true,
  replies: { 201: RecoverySheet },
  fails: FRESH,
});

export const listMySessions = defineRoute({
  id: 'listMySessions',
  method: 'GET',
  path: '/access/sessions',
  summary: 'Where the account is logged in',
  permission: 'somebody',
  replies: { 200: Type.Object({ items: Type.Array(SessionRecord) }) },
  fails: PERSONS_ONLY,
});

export const endMySession = defineRoute({
  id: 'endMySession',
  method: 'POST',
  path: '/access/sessions/:id/end',
  summary: 'End one of the account’s sessions',
  permission: 'somebody',
  ownAudit: true,
  params: ById,
  replies: { 204: null },
  fails: { ...PERSONS_ONLY, 'access.credential_unknown': 404 },
});
