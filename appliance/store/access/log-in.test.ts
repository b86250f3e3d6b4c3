import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccessShop, PASSWORD, type AccessShop } from '#fixtures/access/shop.ts';
import { storedText } from '#fixtures/database/which.ts';
import { base32, totpCode, totpStep } from '#shared/access/totp.ts';
import { logIn, prove, recover, type Transact } from './log-in.ts';
import { IDLE_MS } from './principal.ts';
import { newRecoveryCodes } from './recovery.ts';
import { beginTotp, confirmTotp, dropTotp } from './second-factor.ts';
import { SEEN_EVERY_MS, touch } from './session.ts';
import { changeUser, type User } from './users.ts';

const HERE = { address: '192.0.2.7', agent: 'a browser' };
const DAY = 86_400_000;

let office: AccessShop;
let dana: User;
let transact: Transact;

beforeEach(async () => {
  office = await openAccessShop();
  dana = await office.person('dana', 'owner');
  transact = (work) => office.shop.transaction(work);
});
afterEach(() => office[Symbol.asyncDispose]());

const enter = (password: string, code: string | null = null, address = HERE.address) =>
  logIn(transact, { email: 'Dana@Example.com ', password, code }, { ...HERE, address });
const known = (token: string) => office.shop.access.principal(token, office.clock.now());

it('lets in who gives the password, and knows them by the session until it ends', async () => {
  const { session, user } = await enter(PASSWORD);
  expect(user).toMatchObject({ id: dana.id, role: 'owner' });
  expect(await known(session.token)).toMatchObject({ kind: 'user', id: dana.id, role: 'owner', name: 'dana' });
  expect(await known(`${session.token.slice(0, -1)}_`)).toBeNull();
  office.clock.pass(SEEN_EVERY_MS);
  await transact((tx) => touch(tx, 'sessions', session.id));
  office.clock.pass(IDLE_MS - 1);
  expect(await known(session.token)).not.toBeNull();
  office.clock.pass(1);
  expect(await known(session.token)).toBeNull();
});

it('refuses a wrong password and an unknown address alike, and keeps neither password nor token', async () => {
  await expect(enter('wrong words altogether')).rejects.toMatchObject({ code: 'access.denied' });
  await expect(
    logIn(transact, { email: 'nobody@example.com', password: PASSWORD, code: null }, HERE),
  ).rejects.toMatchObject({ code: 'access.denied' });
  const { session } = await enter(PASSWORD);
  const stored = await storedText(office.folder);
  for (const secret of [PASSWORD, 'wrong words altogether', session.token]) expect(stored).not.toContain(secret);
});

it('makes who guesses wait, longer each time, also when they guess at once', async () => {
  const guesses = await Promise.allSettled(Array.from({ length: 9 }, () => enter('wrong words altogether')));
  const codes = guesses.map((guess) => (guess.status === 'rejected' ? (guess.reason as { code: string }).code : ''));
  expect(codes.filter((code) => code === 'access.denied')).toHaveLength(5);
  expect(codes.filter((code) => code === 'access.throttled')).toHaveLength(4);
  await expect(enter(PASSWORD, null, '198.51.100.9')).rejects.toMatchObject({ code: 'access.throttled' });
  office.clock.pass(5_000);
  await expect(enter(PASSWORD)).resolves.toMatchObject({ user: { id: dana.id } });
  await expect(enter('wrong words altogether')).rejects.toMatchObject({ code: 'access.denied' });
});

it('shuts out at once who is shut out, and ends an installer after a fortnight', async () => {
  const ann = await office.person('ann', 'dispatcher');
  const asAnn = () => logIn(transact, { email: ann.email, password: PASSWORD, code: null }, HERE);
  const { session } = await asAnn();
  await office.shop.transaction((tx) => changeUser(tx, ann.id, 1, { disabled: true }, 'box'));
  expect(await known(session.token)).toBeNull();
  await expect(asAnn()).rejects.toMatchObject({ code: 'access.denied' });
  await office.person('ivo', 'installer');
  const asIvo = () => logIn(transact, { email: 'ivo@example.com', password: PASSWORD, code: null }, HERE);
  const { session: his } = await asIvo();
  office.clock.pass(6 * DAY);
  expect((await known(his.token))?.role).toBe('installer');
  office.clock.pass(8 * DAY);
  expect(await known(his.token)).toBeNull();
  await expect(asIvo()).rejects.toMatchObject({ code: 'access.denied' });
});

describe('with an authenticator', () => {
  let seed: Buffer;
  const codeNow = (): string => totpCode(seed, totpStep(office.clock.now()));
  const setUp = async (): Promise<void> => {
    seed = await office.shop.transaction((tx) => beginTotp(tx, dana.id));
    await office.shop.transaction((tx) => confirmTotp(tx, dana.id, codeNow()));
    office.clock.pass(30_000);
  };

  it('asks for the code of an authenticator, which counts once, also for two at once', async () => {
    await setUp();
    await expect(enter(PASSWORD)).rejects.toMatchObject({ code: 'access.code_needed' });
    await expect(enter(PASSWORD, '000000')).rejects.toMatchObject({ code: 'access.denied' });
    const twice = await Promise.allSettled([enter(PASSWORD, codeNow()), enter(PASSWORD, codeNow())]);
    expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    office.clock.pass(30_000);
    await expect(enter(PASSWORD, codeNow())).resolves.toBeDefined();
    const stored = await storedText(office.folder);
    expect([stored.includes(seed.toString('base64')), stored.includes(base32(seed))]).toEqual([false, false]);
  });

  it('asks for none until the first code was right', async () => {
    seed = await office.shop.transaction((tx) => beginTotp(tx, dana.id));
    await expect(enter(PASSWORD)).resolves.toBeDefined();
    await expect(office.shop.transaction((tx) => confirmTotp(tx, dana.id, '12'))).rejects.toMatchObject({
      code: 'access.code_wrong',
    });
  });

  it('takes each code of the sheet once: in place of the authenticator, or for a new password', async () => {
    await setUp();
    const [first = '', second = ''] = await office.shop.transaction((tx) => newRecoveryCodes(tx, dana.id));
    const { session } = await enter(PASSWORD, first.toLowerCase());
    await expect(enter(PASSWORD, first)).rejects.toMatchObject({ code: 'access.denied' });
    const anew = { email: dana.email, code: second, password: 'four valves above elm' };
    await expect(recover(transact, { ...anew, password: 'short' }, HERE)).rejects.toMatchObject({
      code: 'access.password_weak',
    });
    await recover(transact, anew, HERE);
    expect(await known(session.token)).toBeNull();
    await expect(recover(transact, anew, HERE)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(enter(PASSWORD, codeNow())).rejects.toMatchObject({ code: 'access.denied' });
    office.clock.pass(30_000);
    await expect(enter('four valves above elm', codeNow())).resolves.toBeDefined();
    await transact((tx) => dropTotp(tx, dana.id));
    await expect(enter('four valves above elm')).resolves.toBeDefined();
  });
});

it('counts a proof for ten minutes, and one given again for ten more', async () => {
  const { session } = await enter(PASSWORD);
  const provenAt = async () => (await known(session.token))?.credential?.provenAt;
  expect(await provenAt()).toBe(office.clock.now());
  office.clock.pass(900_000);
  const of = { userId: dana.id, sessionId: session.id };
  await expect(prove(transact, of, { password: 'no' }, HERE)).rejects.toMatchObject({ code: 'access.denied' });
  await expect(prove(transact, of, { code: '000000' }, HERE)).rejects.toMatchObject({ code: 'access.denied' });
  expect(await provenAt()).toBe(office.clock.now() - 900_000);
  await prove(transact, of, { password: PASSWORD }, HERE);
  expect(await provenAt()).toBe(office.clock.now());
});
