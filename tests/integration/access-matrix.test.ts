import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccessApi, type AccessApi } from '#fakes/access-api.ts';
import { addBusiness, PASSWORD } from '#fixtures/access/shop.ts';
import { PERMISSIONS, ROLES, TOKEN_NEVER, type Permission, type Role } from '#shared/access/permissions.ts';
import { fullPath, type Route } from '#shared/api/define-route.ts';
import { ROUTES } from '#shared/api/routes/all.ts';
import { claimPairing, startPairing } from '#store/access/pairing.ts';
import { endCredential } from '#store/access/end.ts';
import { openSession } from '#store/access/session.ts';
import { makeToken } from '#store/access/token.ts';
import type { User } from '#store/access/users.ts';
import type { BusinessStore } from '#store/store.ts';

/** Who may ask which route: written down here, and compared with what the server does. A route that is not here fails. */
const EVERYBODY = 'owner dispatcher technician bookkeeper installer read-only token device narrow';
const MAY: Readonly<Record<string, string>> = {
  getCall: 'owner dispatcher read-only token device',
  getJob: 'owner dispatcher bookkeeper read-only token device',
  getRecording: 'owner dispatcher token device',
  listCalls: 'owner dispatcher read-only token device',
  listJobs: 'owner dispatcher bookkeeper read-only token device',
  listOutbox: 'owner dispatcher read-only token device',
  search: 'owner dispatcher bookkeeper read-only token device',
  rebuildSearch: 'owner token device',
  changeLine: 'owner dispatcher installer token device',
  getLine: 'owner dispatcher installer read-only token device',
  lineHistory: 'owner dispatcher installer read-only token device',
  listLines: 'owner dispatcher installer read-only token device',
  undoLineChange: 'owner dispatcher installer token device',
  cancelOutboundCall: 'owner dispatcher token device',
  listOutboundCalls: 'owner dispatcher read-only token device',
  placeOutboundCall: 'owner dispatcher token device',
  acknowledgeAlert: 'owner dispatcher technician token device',
  listAlerts: 'owner dispatcher technician read-only token device',
  confirmShop: 'owner token device',
  getShop: 'owner dispatcher bookkeeper read-only token device',
  listWindows: 'owner dispatcher read-only token device',
  finishVisit: 'owner dispatcher token device',
  listSurveys: 'owner dispatcher bookkeeper read-only token device',
  getImport: 'owner dispatcher token device',
  getImportRejects: 'owner dispatcher token device',
  listImports: 'owner dispatcher token device',
  previewImport: 'owner dispatcher token device',
  startImport: 'owner dispatcher token device',
  undoImport: 'owner dispatcher token device',
  uploadImport: 'owner dispatcher token device',
  getCosts: 'owner bookkeeper read-only token device',
  getTrace: 'owner dispatcher installer token device',
  listTraces: 'owner dispatcher installer token device',
  listenFeed: 'owner dispatcher read-only token device',
  beginTotp: EVERYBODY,
  changePassword: EVERYBODY,
  confirmTotp: EVERYBODY,
  dropTotp: EVERYBODY,
  endMySession: EVERYBODY,
  getMe: EVERYBODY,
  listMySessions: EVERYBODY,
  logOut: EVERYBODY,
  newClaimCode: 'owner',
  newRecoverySheet: EVERYBODY,
  proveMyself: EVERYBODY,
  changeUser: 'owner',
  getUser: 'owner',
  inviteUser: 'owner',
  listDevices: 'owner',
  listInvites: 'owner',
  listTokens: 'owner',
  listUsers: 'owner',
  makeToken: 'owner',
  revokeDevice: 'owner',
  revokeToken: 'owner',
  startPairing: 'owner',
  withdrawInvite: 'owner',
  listAudit: 'owner token device',
  verifyAudit: 'owner token device',
  rotateKeys: 'owner token',
};

const ANYONE = new Set([
  'health',
  'getDescription',
  'accessState',
  'claimBox',
  'joinBox',
  'logIn',
  'recoverAccess',
  'pairDevice',
]);
const ACTORS = [...ROLES, 'token', 'device', 'narrow', 'expired', 'revoked', 'ended', 'nobody'] as const;
type Actor = (typeof ACTORS)[number];

let office: AccessApi;
let other: BusinessStore;
const people = new Map<Role, User>();
let stranger: User;

beforeAll(async () => {
  office = await openAccessApi();
  other = await addBusiness(office.store, 'other');
  for (const role of ROLES) people.set(role, await office.person(role, role));
  stranger = await office.person('stranger', 'owner', other);
});
afterAll(async () => {
  await office[Symbol.asyncDispose]();
});

const HERE = { address: null, agent: '' };
const session = async (user: User, shop = office.shop) =>
  ({ cookie: `pilot_session=${(await shop.transaction((tx) => openSession(tx, user.id, HERE))).token}` }) as const;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const token = (scopes: readonly Permission[], endsAt: number | null = null) =>
  office.shop.transaction((tx) =>
    makeToken(tx, { name: 't', scopes, endsAt }, { actor: 'box', userId: null, permissions: new Set(PERMISSIONS) }),
  );
const GRANTABLE = PERMISSIONS.filter((permission) => !TOKEN_NEVER.has(permission));

/** What an actor sends to be known, made anew: some routes end it. */
const headersOf = async (actor: Actor): Promise<Record<string, string>> => {
  const owner = people.get('owner') as User;
  const { shop, clock } = office;
  switch (actor) {
    case 'nobody':
      return {};
    case 'token':
      return bearer((await token(GRANTABLE)).token);
    case 'narrow':
      return bearer((await token(['work.own'])).token);
    case 'expired': {
      const made = await token(GRANTABLE, clock.now() + 1);
      clock.pass(1);
      return bearer(made.token);
    }
    case 'revoked': {
      const made = await token(GRANTABLE);
      await shop.transaction((tx) => endCredential(tx, 'api_tokens', made.id));
      return bearer(made.token);
    }
    case 'ended': {
      const made = await shop.transaction((tx) => openSession(tx, owner.id, HERE));
      await shop.transaction((tx) => endCredential(tx, 'sessions', made.id));
      return { cookie: `pilot_session=${made.token}` };
    }
    case 'device': {
      const { code } = await shop.transaction((tx) => startPairing(tx, owner.id, 'box'));
      const device = { code, name: 'd', kind: 'phone' as const, publicKey: null };
      return bearer((await claimPairing((work) => shop.transaction(work), device, HERE)).token);
    }
    default:
      return session(people.get(actor) as User);
  }
};

const ask = (route: Route, headers: Record<string, string>, id = 'none') =>
  office.app.inject({
    method: route.method,
    url: fullPath(route).replaceAll(/:\w+/g, id),
    headers: { host: 'localhost', ...headers },
  });

/** A request that is let in may still be wrong in other ways: it names nothing, and brings no body. */
const outcome = (status: number, code: unknown): 'in' | 'unknown' | 'refused' | 'broken' => {
  if (status === 401 && code === 'access.none') return 'unknown';
  if (status === 403 && code === 'access.refused') return 'refused';
  return status >= 500 ? 'broken' : 'in';
};

const codeOf = (answer: { body: string; headers: Record<string, unknown> }): unknown =>
  String(answer.headers['content-type']).includes('json') ? (JSON.parse(answer.body) as { code?: unknown }).code : null;

it('has an entry for every route, and none for one that is gone', () => {
  const named = [...Object.keys(MAY), ...ANYONE].toSorted();
  expect(named).toEqual(ROUTES.map(({ id }) => id).toSorted());
});

describe.each(ROUTES.map((route) => [route.id, route] as const))('%s', (id, route) => {
  it('is asked by whom it may be', async () => {
    const may = new Set((MAY[id] ?? '').split(' '));
    const unknown = new Set<Actor>(['expired', 'revoked', 'ended', 'nobody']);
    const found: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const actor of ACTORS) {
      const answer = await ask(route, await headersOf(actor));
      found[actor] = outcome(answer.statusCode, codeOf(answer));
      expected[actor] = ANYONE.has(id) || may.has(actor) ? 'in' : unknown.has(actor) ? 'unknown' : 'refused';
    }
    expect(found).toEqual(expected);
  });

  it('gives another business nothing of this one', async () => {
    const owner = people.get('owner') as User;
    const answer = await ask(route, await session(stranger, other), owner.id);
    expect(outcome(answer.statusCode, codeOf(answer))).toBe('in');
    if (route.params !== undefined) expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    for (const mark of [owner.email, office.shop.businessId]) expect(answer.body).not.toContain(mark);
  });
});

it('wants password or code once more for what weighs much, ten minutes after the log-in', async () => {
  const headers = await session(people.get('owner') as User);
  const users = ROUTES.find(({ id }) => id === 'listUsers') as Route;
  office.clock.pass(600_000);
  expect((await ask(users, headers)).json()).toMatchObject({ status: 403, code: 'access.proof_needed' });
  const proof = await office.app.inject({
    method: 'POST',
    url: '/api/v1/access/proof',
    headers: { host: 'localhost', ...headers },
    payload: { password: PASSWORD },
  });
  expect([proof.statusCode, (await ask(users, headers)).statusCode]).toEqual([204, 200]);
});
