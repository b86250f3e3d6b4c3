import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addBusiness, openAccessShop, PASSWORD, type AccessShop } from '#fixtures/access/shop.ts';
import { PERMISSIONS, type Permission } from '#shared/access/permissions.ts';
import { endCredential } from './end.ts';
import { invite, join, newClaimCode, withdrawInvite } from './invite.ts';
import { logIn, type Transact } from './log-in.ts';
import { claimPairing, startPairing } from './pairing.ts';
import { makeToken } from './token.ts';
import { changeUser } from './users.ts';

const HERE = { address: '192.0.2.7', agent: 'a browser' };
const MAX = { name: 'Max', email: 'max@example.com', password: PASSWORD };

let office: AccessShop;
let transact: Transact;
beforeEach(async () => {
  office = await openAccessShop();
  transact = (work) => office.shop.transaction(work);
});
afterEach(() => office[Symbol.asyncDispose]());

const known = (token: string, of = office.shop) => of.access.principal(token, office.clock.now());
const acts = async () => (await office.shop.audit.latest({ limit: 50 })).map(({ act }) => act);

describe('the first log-in', () => {
  it('makes the owner by the latest code alone, once, and tells the sheet', async () => {
    const old = await transact(newClaimCode);
    const { code } = await transact(newClaimCode);
    await expect(join(transact, 'claim', { ...MAX, code: old.code }, HERE)).rejects.toMatchObject({
      code: 'access.code_unknown',
    });
    await expect(join(transact, 'claim', { ...MAX, code, password: 'max@example.com' }, HERE)).rejects.toMatchObject({
      code: 'access.password_weak',
    });
    const made = await Promise.allSettled([1, 2].map(() => join(transact, 'claim', { ...MAX, code }, HERE)));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [first] = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(new Set(first?.recoveryCodes).size).toBe(10);
    expect(await known(first?.session.token ?? '')).toMatchObject({ role: 'owner', name: 'Max' });
    await expect(transact(newClaimCode)).rejects.toMatchObject({ code: 'access.claimed' });
    expect(await office.shop.access.hasOwner()).toBe(true);
  });

  it('takes no code that is a day old', async () => {
    const { code } = await transact(newClaimCode);
    office.clock.pass(86_400_000);
    await expect(join(transact, 'claim', { ...MAX, code }, HERE)).rejects.toMatchObject({
      code: 'access.code_unknown',
    });
  });
});

describe('an invitation', () => {
  const ann = { name: 'Ann', email: 'Ann@Example.com', role: 'dispatcher' } as const;

  it('makes whoever it names a user, once', async () => {
    const { code } = await transact((tx) => invite(tx, ann, 'box'));
    expect(await office.shop.access.invites(office.clock.now())).toMatchObject([{ email: 'ann@example.com' }]);
    await expect(join(transact, 'claim', { ...MAX, code }, HERE)).rejects.toMatchObject({
      code: 'access.code_unknown',
    });
    const { user } = await join(transact, 'invite', { code, password: PASSWORD }, HERE);
    expect(user).toMatchObject({ name: 'Ann', email: 'ann@example.com', role: 'dispatcher' });
    await expect(join(transact, 'invite', { code, password: PASSWORD }, HERE)).rejects.toMatchObject({
      code: 'access.code_unknown',
    });
    await expect(transact((tx) => invite(tx, ann, 'box'))).rejects.toMatchObject({ code: 'access.email_taken' });
    expect(await acts()).toEqual(['joined', 'invited']);
  });

  it('can be taken back', async () => {
    const { code, id } = await transact((tx) => invite(tx, ann, 'box'));
    expect(await transact((tx) => withdrawInvite(tx, id))).toBe(true);
    await expect(join(transact, 'invite', { code, password: PASSWORD }, HERE)).rejects.toMatchObject({
      code: 'access.code_unknown',
    });
  });
});

describe('users', () => {
  it('are changed in the version they were seen in, and what was changed since is told', async () => {
    const ann = await office.person('ann', 'dispatcher');
    await transact((tx) => changeUser(tx, ann.id, 1, { role: 'read-only' }, 'user:x'));
    const late = transact((tx) => changeUser(tx, ann.id, 1, { role: 'bookkeeper' }, 'user:y'));
    await expect(late).rejects.toMatchObject({
      code: 'api.changed_since',
      changed: { by: 'user:x', fields: { role: { yours: 'bookkeeper', now: 'read-only' } } },
    });
    expect(await office.shop.audit.latest({ limit: 1 })).toMatchObject([
      { actor: 'user:x', act: 'user_changed', objectId: ann.id, versionBefore: 1, versionAfter: 2 },
    ]);
  });

  it('never leave a business without an owner', async () => {
    const [max, zoe] = [await office.person('max', 'owner'), await office.person('zoe', 'owner')];
    await transact((tx) => changeUser(tx, max.id, 1, { role: 'dispatcher' }, 'box'));
    for (const change of [{ role: 'dispatcher' as const }, { disabled: true }])
      await expect(transact((tx) => changeUser(tx, zoe.id, 1, change, 'box'))).rejects.toMatchObject({
        code: 'access.last_owner',
      });
  });
});

describe('a token', () => {
  const by = (...permissions: Permission[]) => ({ actor: 'box', userId: null, permissions: new Set(permissions) });

  it('may do what it was given, until it ends or is revoked', async () => {
    const endsAt = office.clock.now() + 1_000;
    const scopes = ['calls.read'] as const;
    const made = await transact((tx) => makeToken(tx, { name: 'board', scopes, endsAt }, by(...PERMISSIONS)));
    const principal = await known(made.token);
    expect([principal?.kind, [...(principal?.permissions ?? [])]]).toEqual(['token', ['calls.read']]);
    office.clock.pass(1_000);
    expect(await known(made.token)).toBeNull();
    const other = await transact((tx) => makeToken(tx, { name: 'b', scopes, endsAt: null }, by(...PERMISSIONS)));
    await transact((tx) => endCredential(tx, 'api_tokens', other.id));
    expect(await known(other.token)).toBeNull();
  });

  it('is refused what nobody may give it', async () => {
    const make = (...scopes: Permission[]) =>
      transact((tx) =>
        makeToken(tx, { name: 'b', scopes, endsAt: null }, by('calls.read', 'users.manage', 'tokens.manage')),
      );
    for (const scopes of [['calls.read', 'jobs.read'], ['users.manage'], ['tokens.manage'], []] as Permission[][])
      await expect(make(...scopes)).rejects.toMatchObject({ code: 'access.scope_refused' });
  });

  it('shrinks with who made it, and ends with them', async () => {
    const [max, zoe] = [await office.person('max', 'owner'), await office.person('zoe', 'owner')];
    const made = await transact((tx) =>
      makeToken(
        tx,
        { name: 'b', scopes: ['calls.read', 'costs.read'], endsAt: null },
        { actor: `user:${zoe.id}`, userId: zoe.id, permissions: new Set(PERMISSIONS) },
      ),
    );
    await transact((tx) =>
      tx.db
        .updateTable('users')
        .set({ role: 'dispatcher' })
        .where('id', '=', zoe.id)
        .execute()
        .then(() => undefined),
    );
    expect([...((await known(made.token))?.permissions ?? [])]).toEqual(['calls.read']);
    await transact((tx) => changeUser(tx, zoe.id, null, { disabled: true }, `user:${max.id}`));
    expect(await known(made.token)).toBeNull();
  });
});

describe('pairing', () => {
  const phone = (code: string) => ({ code, name: 'Pixel', kind: 'phone' as const, publicKey: null });

  it('gives one device a token by a short code, once, and that may do nothing that wants a proof', async () => {
    const max = await office.person('max', 'owner');
    const { code } = await transact((tx) => startPairing(tx, max.id, 'box'));
    expect(code).toMatch(/^.{4}-.{4}$/);
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => claimPairing(transact, phone(code.toLowerCase()), HERE)),
    );
    const [device, ...more] = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(more).toEqual([]);
    const principal = await known(device?.token ?? '');
    expect(principal).toMatchObject({ kind: 'device', name: 'max, Pixel' });
    expect(
      ['calls.read', 'users.manage', 'export'].map((one) => principal?.permissions.has(one as Permission)),
    ).toEqual([true, false, false]);
    await transact((tx) => endCredential(tx, 'devices', device?.id ?? ''));
    expect(await known(device?.token ?? '')).toBeNull();
  });

  it('is over after five minutes, and after five wrong codes', async () => {
    const max = await office.person('max', 'owner');
    const late = await transact((tx) => startPairing(tx, max.id, 'box'));
    office.clock.pass(300_000);
    const refused = { code: 'access.code_unknown' };
    await expect(claimPairing(transact, phone(late.code), HERE)).rejects.toMatchObject(refused);
    const { code } = await transact((tx) => startPairing(tx, max.id, 'box'));
    for (let i = 0; i < 5; i++)
      await expect(claimPairing(transact, phone('2222-2222'), HERE)).rejects.toMatchObject(refused);
    await expect(claimPairing(transact, phone(code), HERE)).rejects.toMatchObject(refused);
  });
});

it('makes an address wait that tries one code after the other, whatever the codes are for', async () => {
  const tries = [
    (code: string) => join(transact, 'claim', { ...MAX, code }, HERE),
    (code: string) => join(transact, 'invite', { ...MAX, code }, HERE),
    (code: string) => claimPairing(transact, { code, name: 'x', kind: 'phone', publicKey: null }, HERE),
  ];
  for (let i = 0; i < 20; i++)
    await expect(tries[i % 3]?.('2222-2222')).rejects.toMatchObject({ code: 'access.code_unknown' });
  for (const attempt of tries)
    await expect(attempt('2222-2222')).rejects.toMatchObject({
      code: 'access.throttled',
      fix: expect.stringMatching(/Wait \d+ seconds/),
    });
});

it('opens nothing in another business', async () => {
  const other = await addBusiness(office.store, 'other');
  const max = await office.person('max', 'owner');
  const { session } = await logIn(transact, { email: max.email, password: PASSWORD, code: null }, HERE);
  expect(await known(session.token, other)).toBeNull();
  expect(await office.store.whereIs.token(session.token)).toBe(office.shop.businessId);
  expect(await other.access.users()).toEqual([]);
  await expect(
    other.transaction((tx) => changeUser(tx, max.id, null, { disabled: true }, 'box')),
  ).rejects.toMatchObject({ code: 'access.user_unknown' });
});
