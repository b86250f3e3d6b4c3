import type { IncomingMessage } from 'node:http';
import { PERMISSIONS, STEP_UP } from '#shared/access/permissions.ts';
import { boxPrincipal, type Principal } from '#shared/access/principal.ts';
import type { Gate } from './gate.ts';

/** Whoever looks at the console of a box without users. */
export const officePrincipal = (businessId: string): Principal => ({
  kind: 'user',
  id: 'office',
  name: '',
  businessId,
  role: null,
  permissions: new Set(
    PERMISSIONS.filter((permission) => !STEP_UP.has(permission) && permission !== 'traces.read_unmasked'),
  ),
});

/** The gate of a box without users: who reaches its address is the office, who may open its Unix socket is the box. */
export const openGate = (businessId: string, isLocal: (request: IncomingMessage) => boolean): Gate => {
  const box = boxPrincipal(businessId);
  const office = officePrincipal(businessId);
  return { principalOf: async ({ raw }) => (isLocal(raw) ? box : office) };
};
