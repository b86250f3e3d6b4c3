import type { FastifyInstance } from 'fastify';
import { actorOf } from '#shared/access/principal.ts';
import {
  changeUser,
  getUser,
  inviteUser,
  listDevices,
  listInvites,
  listTokens,
  listUsers,
  makeToken,
  pairDevice,
  revokeDevice,
  revokeToken,
  startPairing,
  withdrawInvite,
} from '#shared/api/routes/users.ts';
import { endCredential } from '#store/access/end.ts';
import * as invites from '#store/access/invite.ts';
import * as pairings from '#store/access/pairing.ts';
import * as tokens from '#store/access/token.ts';
import { changeUser as change, userUnknown } from '#store/access/users.ts';
import { audit } from '#store/audit/write.ts';
import { visitorOf, type AccessParts } from './access-parts.ts';
import { credentialUnknown } from './account-routes.ts';
import { mount } from './mount.ts';

/** Users, and what else may come in: invitations, tokens, devices. */
export const userRoutes = (app: FastifyInstance, { store, businessId, clock }: AccessParts): void => {
  mount(app, listUsers, async ({ principal }) => ({ items: await store.for(principal.businessId).access.users() }));
  mount(app, getUser, async ({ principal, params }) => {
    const user = await store.for(principal.businessId).access.user(params.id);
    if (user === null) throw userUnknown();
    return user;
  });
  mount(app, changeUser, ({ principal, params, body, ifMatch }) =>
    store.for(principal.businessId).transaction((tx) => change(tx, params.id, ifMatch, body, actorOf(principal))),
  );

  mount(app, listInvites, async ({ principal }) => ({
    items: await store.for(principal.businessId).access.invites(clock.now()),
  }));
  mount(app, inviteUser, ({ principal, body }) =>
    store.for(principal.businessId).transaction((tx) => invites.invite(tx, body, actorOf(principal))),
  );
  mount(app, withdrawInvite, ({ principal, params }) =>
    store.for(principal.businessId).transaction(async (tx) => {
      if (!(await invites.withdrawInvite(tx, params.id))) throw credentialUnknown();
      await audit(tx, {
        actor: actorOf(principal),
        act: 'invite_withdrawn',
        object: { kind: 'invite', id: params.id },
      });
    }),
  );

  mount(app, listTokens, async ({ principal }) => ({
    items: await store.for(principal.businessId).access.tokens(clock.now()),
  }));
  mount(app, makeToken, ({ principal, body }) => {
    const { kind, id, permissions } = principal;
    const by = { actor: actorOf(principal), userId: kind === 'user' ? id : null, permissions };
    const { name, scopes, endsAt } = body;
    return store
      .for(principal.businessId)
      .transaction((tx) => tokens.makeToken(tx, { name, scopes, endsAt: endsAt ?? null }, by));
  });
  mount(app, revokeToken, ({ principal, params }) =>
    store.for(principal.businessId).transaction(async (tx) => {
      if (!(await endCredential(tx, 'api_tokens', params.id))) throw credentialUnknown();
      await audit(tx, { actor: actorOf(principal), act: 'token_revoked', object: { kind: 'token', id: params.id } });
    }),
  );

  mount(app, listDevices, async ({ principal }) => ({ items: await store.for(principal.businessId).access.devices() }));
  mount(app, startPairing, ({ principal, body }) =>
    store.for(principal.businessId).transaction((tx) => pairings.startPairing(tx, body.userId, actorOf(principal))),
  );
  mount(app, pairDevice, async ({ body, request }) => {
    const business = (await store.whereIs.pairing(body.code)) ?? businessId;
    return pairings.claimPairing(
      (work) => store.for(business).transaction(work),
      { ...body, publicKey: body.publicKey ?? null },
      visitorOf(request),
    );
  });
  mount(app, revokeDevice, ({ principal, params }) =>
    store.for(principal.businessId).transaction(async (tx) => {
      if (!(await endCredential(tx, 'devices', params.id))) throw credentialUnknown();
      await audit(tx, { actor: actorOf(principal), act: 'device_revoked', object: { kind: 'device', id: params.id } });
    }),
  );
};
