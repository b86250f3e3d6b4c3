import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '#shared/access/principal.ts';
import type { Me } from '#shared/api/access.ts';
import {
  accessState,
  claimBox,
  getMe,
  joinBox,
  logIn,
  logOut,
  newClaimCode,
  recoverAccess,
} from '#shared/api/routes/access.ts';
import { endCredential } from '#store/access/end.ts';
import { join, newClaimCode as makeClaimCode, type Joined } from '#store/access/invite.ts';
import { logIn as letIn, recover, type Transact } from '#store/access/log-in.ts';
import type { Opened } from '#store/access/session.ts';
import type { User } from '#store/access/users.ts';
import { audit } from '#store/audit/write.ts';
import { ROLE_PERMISSIONS } from '#shared/access/permissions.ts';
import { actorOf } from '#shared/access/principal.ts';
import { visitorOf, type AccessParts } from './access-parts.ts';
import { mount } from './mount.ts';
import { clearSession, setSession } from './session-cookie.ts';

const meOf = (user: User, session: string): Me => ({
  kind: 'user',
  id: user.id,
  name: user.name,
  email: user.email,
  role: user.role,
  permissions: [...ROLE_PERMISSIONS[user.role]],
  totp: user.totp,
  session,
});

/** Coming in and going out. */
export const logInRoutes = (app: FastifyInstance, parts: AccessParts): void => {
  const { store, businessId, clock } = parts;
  const transactIn =
    (business: string): Transact =>
    (work) =>
      store.for(business).transaction(work);
  /** A wrong code or address is counted against the business the box answers for. */
  const orOwn = (business: string | null): Transact => transactIn(business ?? businessId);
  const keep = (request: FastifyRequest, reply: FastifyReply, { token, endsAt }: Opened): void =>
    setSession(request, reply, token, ((endsAt ?? clock.now()) - clock.now()) / 1000);

  const describe = async (principal: Principal): Promise<Me> => {
    const { kind, id, businessId: business, name, role, permissions, credential } = principal;
    const user = kind === 'user' ? await store.for(business).access.user(id) : null;
    if (user !== null) return meOf(user, credential?.id ?? '');
    return { kind, id, name, email: null, role, permissions: [...permissions], totp: false, session: null };
  };

  mount(app, accessState, async ({ principal }) => ({
    ...(await parts.state(principal?.businessId ?? businessId)),
    in: principal !== null,
  }));

  mount(app, newClaimCode, ({ principal }) =>
    store.for(principal.businessId).transaction(async (tx) => {
      const made = await makeClaimCode(tx);
      await audit(tx, { actor: actorOf(principal), act: 'claim_code_made', object: { kind: 'invite', id: made.id } });
      return made;
    }),
  );

  const joined = (request: FastifyRequest, reply: FastifyReply, { session, recoveryCodes }: Joined) => {
    keep(request, reply, session);
    return { recoveryCodes: [...recoveryCodes] };
  };
  mount(app, claimBox, async ({ body, request, reply }) =>
    joined(request, reply, await join(orOwn(await store.whereIs.invite(body.code)), 'claim', body, visitorOf(request))),
  );
  mount(app, joinBox, async ({ body, request, reply }) =>
    joined(
      request,
      reply,
      await join(orOwn(await store.whereIs.invite(body.code)), 'invite', body, visitorOf(request)),
    ),
  );

  /** Who has an account in several shops comes into the one the box answers for, else into the first. */
  const shopOf = async (email: string): Promise<Transact> => {
    const shops = await store.whereIs.email(email);
    return orOwn(shops.includes(businessId) ? businessId : (shops[0] ?? null));
  };
  mount(app, logIn, async ({ body, request, reply }) => {
    const { email, password, code } = body;
    const { user, session } = await letIn(
      await shopOf(email),
      { email, password, code: code ?? null },
      visitorOf(request),
    );
    keep(request, reply, session);
    return meOf(user, session.id);
  });
  mount(app, recoverAccess, async ({ body, request }) => {
    await recover(await shopOf(body.email), body, visitorOf(request));
  });

  mount(app, logOut, async ({ principal, request, reply }) => {
    clearSession(request, reply);
    const { kind, businessId: business, credential } = principal;
    if (kind !== 'user' || credential === undefined) return;
    await store.for(business).transaction(async (tx) => {
      await endCredential(tx, 'sessions', credential.id);
      await audit(tx, { actor: actorOf(principal), act: 'logged_out', object: { kind: 'session', id: credential.id } });
    });
  });
  mount(app, getMe, ({ principal }) => describe(principal));
};
