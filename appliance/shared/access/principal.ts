import { PERMISSIONS, type Permission, type Role } from './permissions.ts';

/**
 * Who asks. A credential (session, token, device) belongs to one user in one business, so the business of a request comes from
 * the credential, never from its path or body.
 */
export interface Principal {
  /** `box`: whoever may open core's Unix socket. */
  readonly kind: 'box' | 'user' | 'token' | 'device';
  /** Of the user, the token or the device; `box` of the box. */
  readonly id: string;
  /** As people know them: personal. */
  readonly name: string;
  readonly businessId: string;
  /** Null where permissions do not come of a role. */
  readonly role: Role | null;
  readonly permissions: ReadonlySet<Permission>;
}

/** Who acted, as events and history name them: `box`, `user:<id>`, `token:<id>`, `device:<id>`. */
export const actorOf = (principal: Pick<Principal, 'kind' | 'id'>): string =>
  principal.kind === 'box' ? 'box' : `${principal.kind}:${principal.id}`;

/** Whoever may open the Unix socket of this box may do everything with it. */
export const boxPrincipal = (businessId: string): Principal => ({
  kind: 'box',
  id: 'box',
  name: 'this box',
  businessId,
  role: null,
  permissions: new Set(PERMISSIONS),
});
