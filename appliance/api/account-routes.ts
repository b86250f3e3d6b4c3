import type { FastifyInstance } from 'fastify';
import { isPassword } from '#shared/access/passwords.ts';
import type { Principal } from '#shared/access/principal.ts';
import { base32, totpUri } from '#shared/access/totp.ts';
import {
  beginTotp,
  changePassword,
  confirmTotp,
  dropTotp,
  endMySession,
  listMySessions,
  newRecoverySheet,
  proveMyself,
} from '#shared/api/routes/access.ts';
import { PilotError } from '#shared/errors.ts';
import { beginTry, endTry } from '#store/access/attempts.ts';
import { endCredential } from '#store/access/end.ts';
import { checkedPassword, denied, prove, setPassword } from '#store/access/log-in.ts';
import { newRecoveryCodes } from '#store/access/recovery.ts';
import * as second from '#store/access/second-factor.ts';
import { userRow } from '#store/access/users.ts';
import { audit } from '#store/audit/write.ts';
import { personOf, visitorOf, type AccessParts, type Person } from './access-parts.ts';
import { proofNeeded } from './gate.ts';
import { mount } from './mount.ts';

export const credentialUnknown = (): PilotError =>
  new PilotError('access.credential_unknown', 'Nothing open has this id.', { fix: 'Take the id from the list.' });

/** What a person does with their own account. */
export const accountRoutes = (app: FastifyInstance, parts: AccessParts): void => {
  /** A session left open on a desk must not change what its person proves themselves by. */
  const fresh = (principal: Principal): Person => {
    const person = personOf(parts, principal);
    if (!person.proven) throw proofNeeded();
    return person;
  };
  const ofUser = (id: string) => ({ kind: 'user', id });

  mount(app, proveMyself, async ({ principal, body, request }) => {
    const { shop, userId, sessionId } = personOf(parts, principal);
    await prove((work) => shop.transaction(work), { userId, sessionId }, body, visitorOf(request));
  });

  mount(app, changePassword, async ({ principal, body, request }) => {
    const { shop, userId, sessionId, actor } = personOf(parts, principal);
    const { attempt, user } = await shop.transaction(async (tx) => {
      const row = await userRow(tx, userId);
      if (row === null) throw denied();
      const made = { account: row.email, address: visitorOf(request).address };
      await beginTry(tx, made);
      return { attempt: made, user: row };
    });
    if (!(await isPassword(body.old, user.password))) throw denied();
    const password = await checkedPassword(body.new, [user.name, user.email]);
    await shop.transaction(async (tx) => {
      await endTry(tx, attempt);
      await setPassword(tx, userId, password, sessionId);
      await audit(tx, { actor, act: 'password_changed', object: ofUser(userId) });
    });
  });

  mount(app, beginTotp, async ({ principal }) => {
    const { shop, userId } = fresh(principal);
    const { name } = await shop.shop();
    const seed = await shop.transaction((tx) => second.beginTotp(tx, userId));
    const email = (await shop.access.user(userId))?.email ?? '';
    return { secret: base32(seed), uri: totpUri(seed, name, email) };
  });
  mount(app, confirmTotp, async ({ principal, body }) => {
    const { shop, userId, actor } = fresh(principal);
    await shop.transaction(async (tx) => {
      await second.confirmTotp(tx, userId, body.code);
      await audit(tx, { actor, act: 'totp_on', object: ofUser(userId) });
    });
  });
  mount(app, dropTotp, async ({ principal }) => {
    const { shop, userId, actor } = fresh(principal);
    await shop.transaction(async (tx) => {
      await second.dropTotp(tx, userId);
      await audit(tx, { actor, act: 'totp_off', object: ofUser(userId) });
    });
  });
  mount(app, newRecoverySheet, async ({ principal }) => {
    const { shop, userId, actor } = fresh(principal);
    return shop.transaction(async (tx) => {
      await audit(tx, { actor, act: 'recovery_sheet_made', object: ofUser(userId) });
      return { recoveryCodes: await newRecoveryCodes(tx, userId) };
    });
  });

  mount(app, listMySessions, async ({ principal }) => {
    const { shop, userId } = personOf(parts, principal);
    return { items: await shop.access.sessions(parts.clock.now(), userId) };
  });
  mount(app, endMySession, async ({ principal, params }) => {
    const { shop, userId, actor } = personOf(parts, principal);
    await shop.transaction(async (tx) => {
      if (!(await endCredential(tx, 'sessions', params.id, userId))) throw credentialUnknown();
      await audit(tx, { actor, act: 'session_ended', object: { kind: 'session', id: params.id } });
    });
  });
};
