import type { FastifyInstance } from 'fastify';
import { listAudit, verifyAudit } from '#shared/api/routes/audit.ts';
import type { AccessParts } from './access-parts.ts';
import { mount } from './mount.ts';

/** The log of who did what. */
export const auditRoutes = (app: FastifyInstance, { store, audit }: AccessParts): void => {
  mount(app, listAudit, async ({ principal, query }) => ({
    items: await store.for(principal.businessId).audit.latest(query),
  }));
  mount(app, verifyAudit, async ({ principal }) => {
    const heads = await audit.heads(principal.businessId);
    const verdict = await store.for(principal.businessId).audit.verify(audit.publicKey, heads);
    return { ...verdict, faults: [...verdict.faults], key: audit.publicKey, heads: heads.length };
  });
};
