import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAccessApi, type AccessApi } from '#fakes/access-api.ts';
import { captureStdout } from '#fakes/stdout.ts';
import { auditCommand } from './audit.ts';
import { claimCommand } from './claim.ts';
import { pairCommand } from './pair.ts';
import { tokenCommand } from './token.ts';
import { userCommand } from './user.ts';

const out = captureStdout();
let api: AccessApi;
beforeEach(async () => {
  api = await openAccessApi();
  out.clear();
});
afterEach(() => api[Symbol.asyncDispose]());

type Command = (argv: readonly string[]) => Promise<number>;
/** What a command prints. */
const run = async (command: Command, ...argv: string[]): Promise<string> => {
  out.clear();
  await command([...argv, '--data', api.folder]);
  return out.text;
};
const json = async <T>(command: Command, ...argv: string[]): Promise<T> =>
  JSON.parse(await run(command, ...argv, '--json')) as T;
const PASSWORD = 'three pipes under oak';
const post = (path: string, payload: object) =>
  api.app.inject({ method: 'POST', url: `/api/v1${path}`, headers: { host: 'localhost' }, payload });

test('claim shows the code that makes the owner, until there is one', async () => {
  const [, code = ''] = /\n {4}(\S+)\n/.exec(await run(claimCommand)) ?? [];
  const max = { code, name: 'Max', email: 'max@example.com', password: PASSWORD };
  const claimed = await post('/access/claim', max);
  expect([claimed.statusCode, claimed.json().recoveryCodes.length]).toEqual([201, 10]);
  expect(claimed.headers['set-cookie']).toMatch(
    /^pilot_session=pls_[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/,
  );
  await expect(run(claimCommand)).rejects.toMatchObject({ code: 'access.claimed' });
  expect(await run(userCommand)).toMatch(/owner {7}Max, max@example\.com\n$/);
});

test('user invites, changes and shuts out', async () => {
  expect(await run(userCommand)).toMatch(/pilot claim/);
  await api.person('max', 'owner');
  const { code } = await json<{ code: string }>(userCommand, 'invite', 'Ann', 'ann@example.com', 'dispatcher');
  expect(await run(userCommand)).toMatch(/dispatcher {2}Ann, ann@example\.com, invited until/);
  expect((await post('/access/join', { code, password: PASSWORD })).statusCode).toBe(201);
  expect(await run(userCommand, 'role', 'Ann@example.com', 'read-only')).toMatch(/read-only {3}Ann/);
  expect(await run(userCommand, 'out', 'ann@example.com')).toMatch(/shut out on/);
  const refused = await post('/access/log-in', { email: 'ann@example.com', password: PASSWORD });
  expect(refused.json()).toMatchObject({ status: 401, code: 'access.denied' });
  await run(userCommand, 'in', 'ann@example.com');
  expect((await post('/access/log-in', { email: 'ann@example.com', password: PASSWORD })).statusCode).toBe(200);
  await expect(run(userCommand, 'role', 'max@example.com', 'boss')).rejects.toMatchObject({ code: 'usage' });
  await expect(run(userCommand, 'out', 'max@example.com')).rejects.toMatchObject({ code: 'access.last_owner' });
});

test('token makes one that opens what it may, and revokes it', async () => {
  const made = (await run(tokenCommand, 'make', 'board', '--may', 'calls.read', '--days', '30')).trim();
  const ask = (path: string) =>
    api.app.inject({ url: `/api/v1${path}`, headers: { host: 'localhost', authorization: `Bearer ${made}` } });
  expect([(await ask('/calls')).statusCode, (await ask('/jobs')).statusCode]).toEqual([200, 403]);
  const [token] = await json<{ id: string; name: string }[]>(tokenCommand);
  expect(token?.name).toBe('board');
  await run(tokenCommand, 'revoke', token?.id ?? '');
  expect((await ask('/calls')).json()).toMatchObject({ status: 401, code: 'access.none' });
  await expect(run(tokenCommand, 'make', 'b', '--may', 'calls.forget')).rejects.toMatchObject({ code: 'usage' });
  await expect(run(tokenCommand, 'make', 'b', '--may', 'users.manage')).rejects.toMatchObject({
    code: 'access.scope_refused',
  });
});

test('pair shows a code that a device claims, lists it and revokes it', async () => {
  await api.person('max', 'owner');
  const { code } = await json<{ code: string }>(pairCommand, 'max@example.com');
  const paired = await post('/access/pair', { code, name: 'Pixel', kind: 'phone' });
  expect(paired.statusCode).toBe(201);
  const { id, token } = paired.json<{ id: string; token: string }>();
  expect(await run(pairCommand, '--list')).toMatch(new RegExp(`^${id} {2}phone {2}Pixel, of max, used `));
  await run(pairCommand, 'revoke', id);
  const headers = { host: 'localhost', authorization: `Bearer ${token}` };
  expect((await api.app.inject({ url: '/api/v1/calls', headers })).statusCode).toBe(401);
});

test('audit lists who did what by id alone, and verifies', async () => {
  const max = await api.person('max', 'owner');
  await run(userCommand, 'invite', 'Ann', 'ann@example.com', 'dispatcher');
  await post('/access/log-in', { email: 'max@example.com', password: 'wrong words altogether' });
  await api.keeper.seal();
  const text = await run(auditCommand);
  expect(text).toMatch(/nobody {2}log_in_refused {2}user /);
  expect(text).toMatch(/box {2}invited {2}invite /);
  expect(text).toContain(max.id);
  expect(text).not.toMatch(/ann@|max@|Ann/);
  expect(await run(auditCommand, 'verify')).toMatch(/The log is whole/);
  await api.shop.transaction(
    async (tx) => void (await tx.db.updateTable('audit_rows').set({ actor: 'user:x' }).where('seq', '=', 1).execute()),
  );
  expect(await run(auditCommand, 'verify')).toMatch(/^changed: entries 1 to /m);
});
