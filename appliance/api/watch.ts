import type { Permission } from '#shared/access/permissions.ts';
import type { Principal } from '#shared/access/principal.ts';
import type { Route } from '#shared/api/define-route.ts';

/** Sees every change before it is made, and every look at what weighs much before it is answered. */
export interface Watch {
  /** @throws what keeps it from writing that down: then nothing is done */
  asked(
    route: Route,
    principal: Principal,
    what: { readonly params: object; readonly body: unknown; readonly ifMatch: number | null },
  ): Promise<void>;
}

/** To listen, to open a code, to take data along. */
const LOOKS: ReadonlySet<string> = new Set<Permission>([
  'recordings.listen',
  'secrets.reveal',
  'export',
  'backup',
  'traces.read_unmasked',
]);

/** Whether somebody's asking stands in the audit log. */
export const isWatched = ({ method, ownAudit, permission }: Route): boolean =>
  ownAudit !== true && permission !== 'anyone' && (method !== 'GET' || LOOKS.has(permission));
