import { Type } from 'typebox';
import {
  CodeTold,
  DeviceRecord,
  InviteRecord,
  NewInvite,
  NewPairing,
  NewToken,
  Pair,
  TokenRecord,
  TokenTold,
  UserChange,
  UserRecord,
} from '../access.ts';
import { defineRoute } from '../define-route.ts';

const ById = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });
const GONE = { 'access.credential_unknown': 404 } as const;

export const listUsers = defineRoute({
  id: 'listUsers',
  method: 'GET',
  path: '/users',
  summary: 'People who may log in, and those who no longer may',
  permission: 'users.manage',
  replies: { 200: Type.Object({ items: Type.Array(UserRecord) }) },
});

export const getUser = defineRoute({
  id: 'getUser',
  method: 'GET',
  path: '/users/:id',
  summary: 'One of them',
  permission: 'users.manage',
  params: ById,
  versioned: true,
  replies: { 200: UserRecord },
  fails: { 'access.user_unknown': 404 },
});

export const changeUser = defineRoute({
  id: 'changeUser',
  method: 'PATCH',
  path: '/users/:id',
  summary: 'Change name or role, shut somebody out, let them in again',
  permission: 'users.manage',
  ownAudit: true,
  params: ById,
  body: UserChange,
  versioned: true,
  replies: { 200: UserRecord },
  fails: { 'access.user_unknown': 404, 'access.last_owner': 409 },
});

export const listInvites = defineRoute({
  id: 'listInvites',
  method: 'GET',
  path: '/invites',
  summary: 'Invitations that wait',
  permission: 'users.manage',
  replies: { 200: Type.Object({ items: Type.Array(InviteRecord) }) },
});

export const inviteUser = defineRoute({
  id: 'inviteUser',
  method: 'POST',
  path: '/invites',
  summary: 'Invite somebody: the code is told this once',
  permission: 'users.manage',
  ownAudit: true,
  body: NewInvite,
  replies: { 201: CodeTold },
  fails: { 'access.email_taken': 409 },
});

export const withdrawInvite = defineRoute({
  id: 'withdrawInvite',
  method: 'POST',
  path: '/invites/:id/withdraw',
  summary: 'Take an invitation back',
  permission: 'users.manage',
  ownAudit: true,
  params: ById,
  replies: { 204: null },
  fails: GONE,
});

export const listTokens = defineRoute({
  id: 'listTokens',
  method: 'GET',
  path: '/tokens',
  summary: 'Tokens of programs',
  permission: 'tokens.manage',
  replies: { 200: Type.Object({ items: Type.Array(TokenRecord) }) },
});

export const makeToken = defineRoute({
  id: 'makeToken',
  method: 'POST',
  path: '/tokens',
  summary: 'A token for a program, told this once: it may do what is named, and never more than who makes it',
  permission: 'tokens.manage',
  ownAudit: true,
  body: NewToken,
  replies: { 201: TokenTold },
  fails: { 'access.scope_refused': 403, 'access.end_past': 400 },
});

export const revokeToken = defineRoute({
  id: 'revokeToken',
  method: 'POST',
  path: '/tokens/:id/revoke',
  summary: 'A token opens nothing any more',
  permission: 'tokens.manage',
  ownAudit: true,
  params: ById,
  replies: { 204: null },
  fails: GONE,
});

export const listDevices = defineRoute({
  id: 'listDevices',
  method: 'GET',
  path: '/devices',
  summary: 'Phones and desktops that are paired',
  permission: 'devices.manage',
  replies: { 200: Type.Object({ items: Type.Array(DeviceRecord) }) },
});

export const startPairing = defineRoute({
  id: 'startPairing',
  method: 'POST',
  path: '/pairings',
  summary: 'A code of eight characters for somebody’s phone or desktop: good once, for five minutes and five tries',
  permission: 'devices.manage',
  ownAudit: true,
  body: NewPairing,
  replies: { 201: CodeTold },
  fails: { 'access.user_unknown': 404 },
});

export const pairDevice = defineRoute({
  id: 'pairDevice',
  method: 'POST',
  path: '/access/pair',
  summary: 'A device gives its code, and gets the token it comes in by from then on',
  permission: 'anyone',
  ownAudit: true,
  body: Pair,
  replies: { 201: TokenTold },
  fails: { 'access.code_unknown': 401, 'access.throttled': 429 },
});

export const revokeDevice = defineRoute({
  id: 'revokeDevice',
  method: 'POST',
  path: '/devices/:id/revoke',
  summary: 'A device opens nothing any more',
  permission: 'devices.manage',
  ownAudit: true,
  params: ById,
  replies: { 204: null },
  fails: GONE,
});
